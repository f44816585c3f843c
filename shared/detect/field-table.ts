import { ANY_FIELD, type Atom } from '#shared/detect/atoms.ts';
import { isAscii } from '#shared/detect/required-literals.ts';
import { buildTrie, type Needle, type Trie } from '#shared/detect/trie.ts';
import { once } from '#shared/once.ts';

/** What is asked of one field, and how it is looked up. */
export type FieldSlot = {
  name: string;
  /** Atoms by their number. */
  present: number | null;
  filled: number | null;
  /** Whole values, and the atom of each at the same place. */
  exact: { texts: readonly string[]; ids: ArrayLike<number> };
  longestExact: number;
  /** Null where there are no prefixes, suffixes and substrings. Built when a value is first looked up. */
  trie: (() => Trie) | null;
  /** Late atoms with texts beyond ASCII, by the first such character: they are asked only where it occurs. */
  beyondAscii: readonly (readonly [code: number, atoms: readonly number[]])[];
  /** Late atoms that are asked wherever the field is. */
  always: readonly number[];
};

/** Groups atoms by field. */
export function buildFields(atoms: readonly Atom[]): FieldSlot[] {
  const byField = Map.groupBy(
    atoms.map((atom, id) => ({ atom, id })),
    ({ atom }) => atom.field,
  );
  const names = [...byField.keys()].filter((name) => name !== ANY_FIELD);
  return [ANY_FIELD, ...names].map((name) => buildField(name, byField.get(name) ?? []));
}

function buildField(name: string, all: readonly { atom: Atom; id: number }[]): FieldSlot {
  const texts: string[] = [];
  const ids: number[] = [];
  const beyondAscii = new Map<number, number[]>();
  const needles: Needle[] = [];
  const always: number[] = [];
  let present: number | null = null;
  let filled: number | null = null;
  for (const { atom, id } of all) {
    if (atom.kind === 'present') present = id;
    else if (atom.kind === 'filled') filled = id;
    else if (atom.kind === 'exact') {
      texts.push(atom.text);
      ids.push(id);
    } else if (atom.kind === 'literal')
      needles.push({ text: atom.text, start: atom.start, end: atom.end, id });
    else if (atom.hints === null) {
      const special = specialCharacter(atom);
      if (special === null) always.push(id);
      else beyondAscii.set(special, [...(beyondAscii.get(special) ?? []), id]);
    }
  }
  return {
    name,
    present,
    filled,
    exact: { texts, ids },
    longestExact: texts.reduce((longest, text) => Math.max(longest, text.length), -1),
    trie: needles.length === 0 ? null : once(() => buildTrie(needles)),
    beyondAscii: [...beyondAscii],
    always,
  };
}

/** A character beyond ASCII that a folded value must have for the text to match. */
function specialCharacter({ test }: Extract<Atom, { kind: 'late' }>): number | null {
  if (test.kind !== 'text' || test.cased) return null;
  for (const part of test.pattern) {
    if (typeof part !== 'string' || isAscii(part)) continue;
    for (let i = 0; i < part.length; i++) if (part.charCodeAt(i) > 127) return part.charCodeAt(i);
  }
  return null;
}
