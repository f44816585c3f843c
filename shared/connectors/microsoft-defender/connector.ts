import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { type Draft, finish } from '#shared/connectors/draft.ts';
import { flattenInto } from '#shared/connectors/flatten.ts';
import { isAlert, readAlert } from '#shared/connectors/microsoft-defender/alerts.ts';
import { readEntities } from '#shared/connectors/microsoft-defender/entities.ts';
import { readHunting, tableOf } from '#shared/connectors/microsoft-defender/hunting.ts';
import { jsonObject } from '#shared/connectors/parse-json.ts';
import { objectAt, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Microsoft Defender: XDR's advanced hunting tables as they are streamed, and the alerts and incidents of Graph. */
export const microsoftDefender = {
  name: 'microsoft-defender',
  version: '1.1.0',
  free: ['properties.AdditionalFields', 'AdditionalFields'],
  sniff: (value) => tableOf(value) !== null || isAlert(value),
  read,
} satisfies Connector;

function read(value: JsonObject, context: ReadContext): ParsedEvent {
  const table = tableOf(value);
  const draft = table === null ? readAlert(value, context) : readHunting(table, value, context);
  if (table !== null && /^(Alert|Behavior|CloudApp)/.test(table)) readNested(value, draft);
  const { attributes } = draft;
  const user = attributes['user.name'];
  if (typeof user === 'string' && /^[^@\s]+@[^@\s]+$/.test(user)) put(attributes, 'user.email', user);
  if (attributes['user.name'] === undefined) put(attributes, 'user.name', attributes['user.email']);
  const target = attributes['host.name'] ?? attributes['email.to.address'] ?? attributes['service.name'];
  const id = Array.isArray(target) ? target[0] : target;
  const parsed = finish(draft, typeof id === 'string' ? { target: { type: 'asset', id } } : {});
  parsed.notes.push(...flattenInto(value, parsed.attributes));
  return parsed;
}

/** The entity of a piece of evidence, and those of an alert that the audit log told, stand as JSON text in one column. */
function readNested(value: JsonObject, { attributes }: Draft): void {
  const row = objectAt(value, 'properties') ?? value;
  const extra = textAt(row, 'AdditionalFields');
  const entity = extra === null ? objectAt(row, 'AdditionalFields') : jsonObject(extra);
  const data = textAt(row, 'RawEventData.Data');
  const alert = data === null ? null : jsonObject(data);
  if (alert !== null) {
    put(attributes, 'rule.name', textAt(alert, 'AlertDisplayName'));
    put(attributes, 'message', textAt(alert, 'Description'));
  }
  readEntities([entity, alert?.Entities], attributes);
}
