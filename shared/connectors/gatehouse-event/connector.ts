import type { Connector, JsonObject, ParsedEvent } from '#shared/connectors/connector.ts';
import { outcomeOf, setFailedLoginCount } from '#shared/connectors/failed-login.ts';
import { flatten } from '#shared/connectors/flatten.ts';
import { occurrenceId } from '#shared/connectors/vendor-id.ts';
import { replace } from '#shared/connectors/vocabulary.ts';
import { eventCategorySchema } from '#shared/schema/event.ts';

/** Events that already speak Gatehouse's canonical form (docs/schema/canonical_event.json), whole or in part. */
export const gatehouseEvent = {
  name: 'gatehouse-event',
  version: '1.0.0',
  sniff: (value: JsonObject) => eventCategorySchema.safeParse(value.category).success && isNamed(value.actor),
  read,
} satisfies Connector;

function isNamed(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || textOf(value, 'id') !== null;
}

function textOf(value: unknown, key: string): string | null {
  if (value === null || typeof value !== 'object') return null;
  const found = (value as JsonObject)[key];
  if (typeof found === 'string' && found !== '') return found;
  return typeof found === 'number' ? String(found) : null;
}

/** What an event says happened, and how it ended, under the names that sources use for it; the first found wins. */
const names: readonly (readonly [string, readonly string[]])[] = [
  ['event.action', ['action', 'event_action', 'event_type', 'eventType', 'event_name', 'eventName']],
  ['event.outcome', ['outcome']],
  ['failed_login_count', ['failed_login_count']],
];

/** These say many things besides; they count only where their word is one of success or failure. */
const outcomeNames: readonly string[] = ['event_outcome', 'result', 'status', 'success'];

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function read(value: JsonObject): ParsedEvent {
  const notes: string[] = [];
  const category = eventCategorySchema.safeParse(value.category);
  if (!category.success) notes.push('category is not one of the canonical ones: ops assumed');
  const flat = flatten(attributesOf(value));
  notes.push(...flat.notes);
  const kind = category.success ? category.data : 'ops';
  const attributes = flat.attributes;
  for (const [name, others] of names) {
    if (attributes[name] !== undefined) continue;
    const own = others.map((other) => value[other] ?? attributes[other]).find(isScalar);
    if (own !== undefined) replace(attributes, name, own);
  }
  const said = outcomeNames.map((name) => value[name] ?? attributes[name]).filter(isScalar);
  const outcome = [attributes['event.outcome'], ...said].map(outcomeOf).find((one) => one !== null) ?? null;
  if (outcome !== null) attributes['event.outcome'] = outcome;
  setFailedLoginCount(kind, attributes);
  return {
    system: textOf(value.source, 'system') ?? (typeof value.source === 'string' ? value.source : 'unknown'),
    vendorId: occurrenceId(textOf(value, 'event_id')) ?? occurrenceId(textOf(value, 'id')),
    time: value.timestamp ?? value['@timestamp'],
    category: kind,
    severity: severityOf(value.severity, notes),
    actor: {
      type: textOf(value.actor, 'type') === 'service' ? 'service' : 'user',
      id: typeof value.actor === 'string' ? value.actor : (textOf(value.actor, 'id') ?? 'unknown'),
    },
    target: {
      type: textOf(value.target, 'type') === 'workload' ? 'workload' : 'asset',
      id: typeof value.target === 'string' ? value.target : (textOf(value.target, 'id') ?? 'unknown'),
    },
    attributes,
    notes,
  };
}

/** What the canonical form has a place for; everything else at the top is an attribute as if it stood among them. */
const ownPlaces: ReadonlySet<string> = new Set([
  'tenant_id',
  'event_id',
  'timestamp',
  '@timestamp',
  'category',
  'severity',
  'actor',
  'target',
  'attributes',
  'action',
  'outcome',
  'failed_login_count',
]);

function attributesOf({ source, attributes, ...rest }: JsonObject): JsonObject {
  const given = isObject(attributes) ? attributes : {};
  const others = Object.entries(rest).filter(([name]) => !ownPlaces.has(name) && !Object.hasOwn(given, name));
  if (!isObject(source)) return { ...given, ...Object.fromEntries(others) };
  const { system: _, integration: __, ...origin } = source;
  return {
    ...given,
    ...Object.fromEntries(others),
    ...(Object.hasOwn(given, 'source') ? {} : { source: origin }),
  };
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function severityOf(value: unknown, notes: string[]): number {
  if (value === undefined || value === null) return 1;
  const number = typeof value === 'number' || typeof value === 'string' ? Number.parseFloat(`${value}`) : -1;
  if (number >= 0 && number <= 10) return Math.round(number);
  notes.push('severity is not a number from 0 to 10: 1 assumed');
  return 1;
}
