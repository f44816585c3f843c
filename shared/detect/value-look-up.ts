import { makeAutomaton } from '#shared/detect/automaton.ts';
import type { FieldSlot } from '#shared/detect/field-table.ts';
import { foldCase } from '#shared/detect/pattern.ts';
import type { Scalar } from '#shared/detect/value-test.ts';
import { once } from '#shared/once.ts';

/** What a value says by itself: atoms that hold, and late ones that are to be asked. */
export type Found = { holding: readonly number[]; calling: readonly number[] };

/** Answers which of a field's questions a value decides. */
export type LookUp = (value: Scalar) => Found;

/** Answers that are remembered for each field, and the longest value (UTF-16 units) that is: a few MB for all fields. */
const MAX_REMEMBERED = 2_048;
const MAX_LENGTH = 256;
/** After so many values it is judged whether remembering pays, and not tried again for so many. */
const TRIAL = 4_096;
const REST = 65_536;

const nothing: Found = { holding: [], calling: [] };

/**
 * Logs say the same again and again: what a value was found to say is remembered, as long as enough values come again.
 */
export function makeLookUp(field: FieldSlot): LookUp {
  let remembered = new Map<Scalar, Found>();
  let tried = 0;
  let known = 0;
  let resting = 0;
  const find = makeFind(field);

  return (value) => {
    if (resting > 0 || (typeof value === 'string' && value.length > MAX_LENGTH)) {
      resting--;
      return find(value);
    }
    tried++;
    let found = remembered.get(value);
    if (found !== undefined) {
      known++;
      return found;
    }
    found = find(value);
    if (remembered.size >= MAX_REMEMBERED) remembered = new Map();
    remembered.set(value, found);
    if (tried >= TRIAL) {
      if (known * 4 < tried) {
        resting = REST;
        remembered = new Map();
      }
      tried = 0;
      known = 0;
    }
    return found;
  };
}

function makeFind({ exact, longestExact, trie, beyondAscii, always }: FieldSlot): LookUp {
  const whole = once(() => new Map(exact.texts.map((text, i) => [text, exact.ids[i] as number])));
  const automaton = trie === null ? null : once(() => makeAutomaton(trie()));
  const special = new Map(beyondAscii);
  const plain: Found = always.length === 0 ? nothing : { holding: [], calling: always };
  return (value) => {
    const text = foldCase(typeof value === 'string' ? value : String(value));
    const same = text.length <= longestExact ? whole().get(text) : undefined;
    const holding: number[] = same === undefined ? [] : [same];
    const mixed = automaton === null || automaton().scan(text, holding);
    const asked = mixed && special.size > 0 ? specialOf(text, special) : [];
    if (holding.length === 0 && asked.length === 0) return plain;
    return { holding, calling: asked.length === 0 ? always : [...always, ...asked] };
  };
}

function specialOf(text: string, beyondAscii: ReadonlyMap<number, readonly number[]>): number[] {
  const found: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) found.push(...(beyondAscii.get(code) ?? []));
  }
  return found;
}
