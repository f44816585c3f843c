import type { CanonicalEvent } from '#shared/schema/event.ts';

/** What an analyst looks at first in any event, in this order; the rule's own fields come before them. */
const usual: readonly string[] = [
  'actor.id',
  'user.name',
  'source.ip',
  'target.id',
  'host.name',
  'destination.ip',
  'event.action',
  'event.outcome',
  'failed_login_count',
  'process.command_line',
  'file.path',
  'error.message',
];

export type FieldValue = readonly [field: string, value: string];

/** An event's field by its flat name, whether it is the event's own (`actor.id`) or an attribute (`source.ip`). */
export function fieldOf(event: CanonicalEvent, field: string): string | null {
  const attribute = event.attributes[field];
  if (attribute !== undefined) return Array.isArray(attribute) ? attribute.join(', ') : String(attribute);
  const [first = '', second] = field.split('.');
  const part = (event as unknown as Record<string, unknown>)[first];
  if (second === undefined) return typeof part === 'string' || typeof part === 'number' ? String(part) : null;
  const value = (part as Record<string, unknown> | undefined)?.[second];
  return typeof value === 'string' ? value : null;
}

/** The fields that matter for this rule: what it grouped by, then the usual ones. */
export function keyFieldNames(group: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(group), ...usual])];
}

/** The key fields besides what the actor's and target's own columns show already. */
export function keyFields(event: CanonicalEvent, group: Readonly<Record<string, string>>): FieldValue[] {
  const found: FieldValue[] = [];
  for (const field of keyFieldNames(group)) {
    if (field === 'actor.id' || field === 'target.id') continue;
    const value = fieldOf(event, field);
    const repeats = !(field in group) && (value === event.actor.id || value === event.target.id);
    if (value !== null && !repeats) found.push([field, value]);
  }
  return found;
}

export type JsonLine = { text: string; indent: number; marked: boolean };

/** An event as pretty JSON, line by line, with the lines of the key fields marked. */
export function jsonLines(event: CanonicalEvent, marked: ReadonlySet<string>): JsonLine[] {
  const lines: JsonLine[] = [];
  const add = (value: unknown, name: string | null, path: string, indent: number, comma: string): void => {
    const label = name === null ? '' : `${JSON.stringify(name)}: `;
    const entries =
      value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : null;
    if (!entries || entries.length === 0) {
      lines.push({ text: label + JSON.stringify(value) + comma, indent, marked: marked.has(path) });
      return;
    }
    lines.push({ text: `${label}{`, indent, marked: false });
    entries.forEach(([key, inner], index) => {
      const inside = path === '' || path === 'attributes' ? key : `${path}.${key}`;
      add(inner, key, inside, indent + 1, index < entries.length - 1 ? ',' : '');
    });
    lines.push({ text: `}${comma}`, indent, marked: false });
  };
  add(event, null, '', 0, '');
  return lines;
}
