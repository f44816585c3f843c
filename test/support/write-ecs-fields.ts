import { writeFileSync } from 'node:fs';
import { EcsFlat } from '@elastic/ecs';

type Field = {
  type: string;
  normalize?: readonly string[];
  required?: boolean;
  allowed_values?: readonly { name: string; expected_event_types?: readonly string[] }[];
  expected_values?: readonly string[];
  pattern?: string;
};
export const ecsFields = EcsFlat as unknown as Readonly<Record<string, Field>>;

/** One letter per type; fields of other types (objects, nested, flattened, geo points) hold no canonical value. */
const letters: Readonly<Record<string, string>> = {
  keyword: 'k',
  wildcard: 'k',
  constant_keyword: 'k',
  match_only_text: 'k',
  long: 'n',
  integer: 'n',
  float: 'f',
  scaled_float: 'f',
  double: 'f',
  boolean: 'b',
  ip: 'i',
  date: 'd',
};

type Tree = { [name: string]: Tree | string };

/** What the ECS translator has to know of ECS: names, types, lists, lists of objects, declared words and patterns. */
export function ecsTable(): Record<string, unknown> {
  const fields: Tree = {};
  const words: Record<string, readonly string[]> = {};
  const patterns: Record<string, string> = {};
  const isList = ({ normalize }: Field) => normalize?.includes('array') === true;
  const lists = Object.entries(ecsFields)
    .filter(([, field]) => isList(field) && ['object', 'nested'].includes(field.type))
    .map(([name]) => name);
  for (const [name, field] of Object.entries(ecsFields)) {
    const array = isList(field);
    const letter = letters[field.type];
    // Lists of objects within lists of objects have no flat form.
    if (letter === undefined || lists.filter((list) => name.startsWith(`${list}.`)).length > 1) continue;
    const segments = name.split('.');
    let node = fields;
    for (const segment of segments.slice(0, -1)) {
      node[segment] ??= {};
      node = node[segment] as Tree;
    }
    node[segments.at(-1) ?? ''] = `${letter}${array ? '[]' : ''}`;
    const allowed = field.allowed_values?.map((value) => value.name) ?? field.expected_values;
    if (allowed !== undefined) words[name] = allowed;
    if (field.pattern !== undefined) patterns[name] = field.pattern;
  }
  const types = Object.fromEntries(
    (ecsFields['event.category']?.allowed_values ?? []).map((value) => [
      value.name,
      value.expected_event_types ?? [],
    ]),
  );
  return { fields, lists, words, patterns, types };
}

export const ecsTableText = (): string => `${JSON.stringify(ecsTable())}\n`;

/** Run with node, this writes the table again after `@elastic/ecs` changed; a test compares the two. */
if (import.meta.main)
  writeFileSync(new URL('../../shared/translate/ecs/fields.json', import.meta.url), ecsTableText());
