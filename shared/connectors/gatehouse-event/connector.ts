import type { Connector, JsonObject, ParsedEvent } from '#shared/connectors/connector.ts';
import { outcomeOf, setFailedLoginCount } from '#shared/connectors/failed-login.ts';
import { flatten } from '#shared/connectors/flatten.ts';
import { occurrenceId } from '#shared/connectors/vendor-id.ts';
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

function read(value: JsonObject): ParsedEvent {
  const notes: string[] = [];
  const category = eventCategorySchema.safeParse(value.category);
  if (!category.success) notes.push('category is not one of the canonical ones: ops assumed');
  const flat = flatten(attributesOf(value));
  notes.push(...flat.notes);
  const kind = category.success ? category.data : 'ops';
  const attributes = flat.attributes;
  for (const key of ['action', 'outcome', 'failed_login_count'] as const) {
    const name = key === 'failed_login_count' ? key : `event.${key}`;
    const own = value[key] ?? attributes[key];
    if (attributes[name] === undefined && (typeof own === 'string' || typeof own === 'number'))
      attributes[name] = own;
  }
  const outcome = outcomeOf(attributes['event.outcome']);
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
