import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const MICROSOFT_DATE = /^\/Date\((\d{9,15})\)\/$/;

/** A row of Exchange's message trace, as the reporting service and its cmdlet write it, or Graph with small first letters. */
export function traceRow(value: JsonObject): JsonObject | null {
  const at = (name: string): unknown => value[name] ?? value[name.charAt(0).toLowerCase() + name.slice(1)];
  const isTrace =
    typeof at('SenderAddress') === 'string' &&
    typeof at('RecipientAddress') === 'string' &&
    typeof at('Status') === 'string' &&
    (at('MessageTraceId') ?? at('MessageId')) !== undefined;
  if (!isTrace) return null;
  if (value.SenderAddress !== undefined && typeof value.Received !== 'string') return value;
  const row: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) row[name.charAt(0).toUpperCase() + name.slice(1)] = item;
  const received = row.Received ?? row.ReceivedDateTime;
  const ms = typeof received === 'string' ? MICROSOFT_DATE.exec(received)?.[1] : undefined;
  row.Received = ms === undefined ? received : Number(ms);
  return row;
}

function classify(value: JsonObject, draft: Draft): undefined {
  const status = textAt(value, 'Status') ?? '';
  const stopped = /^(Failed|FilteredAsSpam|Quarantined)$/i.test(status);
  put(draft.attributes, 'event.action', status);
  put(
    draft.attributes,
    'event.outcome',
    stopped ? 'failure' : /^(Delivered|Expanded|Resolved)$/i.test(status) ? 'success' : undefined,
  );
  applyKind(draft, { ...kindRow('network email info'), severity: stopped ? 2 : 1 });
}

export const messageTrace = jsonConnector({
  name: 'm365',
  version: '1.3.0',
  system: 'm365',
  category: 'network',
  sniff: (value) => traceRow(value) !== null,
  time: ['Received'],
  id: null,
  fields: [
    ['SenderAddress', ['email.from.address', 'user.email', 'user.name']],
    ['RecipientAddress', 'email.to.address'],
    ['MessageId', 'email.message_id'],
    ['MessageTraceId', 'email.local_id'],
    ['Subject', 'email.subject'],
    ['FromIP', ['source.ip', 'client.ip']],
    ['ToIP', ['destination.ip', 'server.ip']],
    ['Organization', 'organization.name'],
    ['Size', 'm365.message_size'],
  ],
  classify,
});
