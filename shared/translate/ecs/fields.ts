import table from '#shared/translate/ecs/fields.json' with { type: 'json' };

/** `k` text, `n` whole number, `f` number, `b` boolean, `i` address, `d` time. */
type Letter = 'k' | 'n' | 'f' | 'b' | 'i' | 'd';

/** A field of ECS 9 that can hold a canonical value. */
export type EcsField = {
  name: string;
  path: readonly string[];
  letter: Letter;
  array: boolean;
  /** The length of the part of the path that is a list of objects; 0 for the others. */
  listed: number;
  words: ReadonlySet<string> | null;
  pattern: RegExp | null;
};

type Tree = { readonly [name: string]: Tree | string };

const words: Readonly<Record<string, readonly string[]>> = table.words;
const patterns: Readonly<Record<string, string>> = table.patterns;

/** The types that fit each category, by `event.category`. */
export const typesOfCategory: Readonly<Record<string, readonly string[]>> = table.types;

/** Every usable field by its dotted name. Built at the first call: nothing happens at import. */
export function readFields(): ReadonlyMap<string, EcsField> {
  const fields = new Map<string, EcsField>();
  const walk = (tree: Tree, path: readonly string[]): void => {
    for (const [segment, node] of Object.entries(tree)) {
      const here = [...path, segment];
      if (typeof node !== 'string') {
        walk(node, here);
        continue;
      }
      const name = here.join('.');
      const list = table.lists.find((prefix) => name.startsWith(`${prefix}.`));
      const pattern = patterns[name];
      const allowed = words[name];
      fields.set(name, {
        name,
        path: here,
        letter: node[0] as Letter,
        array: node.endsWith('[]'),
        listed: list === undefined ? 0 : list.split('.').length,
        words: allowed === undefined ? null : new Set(allowed),
        pattern: pattern === undefined ? null : new RegExp(pattern),
      });
    }
  };
  walk(table.fields as unknown as Tree, []);
  return fields;
}
