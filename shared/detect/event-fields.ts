import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';

type Read = (event: CanonicalEvent) => AttributeValue;

/** The event's own parts under the names that rules use; every key of `attributes` stands beside them. */
const headerFields: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['category', (event) => event.category],
  ['severity', (event) => event.severity],
  ['actor.id', (event) => event.actor.id],
  ['actor.type', (event) => event.actor.type],
  ['target.id', (event) => event.target.id],
  ['target.type', (event) => event.target.type],
  ['source.system', (event) => event.source.system],
  ['source.integration', (event) => event.source.integration],
]);

/** How to read one field of any event: the name is looked up once, when the rule is loaded. */
export function fieldReader(field: string): (event: CanonicalEvent) => AttributeValue | undefined {
  const header = headerFields.get(field);
  if (header !== undefined) return header;
  return ({ attributes }) => (Object.hasOwn(attributes, field) ? attributes[field] : undefined);
}

/** The event as one flat record, the header's parts winning over attributes of the same name. */
export function fieldsOf(event: CanonicalEvent): Record<string, AttributeValue> {
  const fields: Record<string, AttributeValue> = { ...event.attributes };
  for (const [name, read] of headerFields) fields[name] = read(event);
  return fields;
}
