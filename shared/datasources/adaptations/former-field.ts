import { connectorNamed } from '#shared/connectors/connectors.ts';
import { vendorFields } from '#shared/datasources/adaptations/known-fields.ts';
import {
  lastOf,
  spellingLikeness,
  wordLikeness,
  wordsOf,
} from '#shared/datasources/adaptations/name-words.ts';
import { canHold, type Shape } from '#shared/datasources/adaptations/value-fit.ts';
import type { Sighting } from '#shared/schema/adaptation.ts';

/** Shapes that few fields have, so that they tell by themselves. */
export const TELLING: ReadonlySet<Shape | null> = new Set<Shape>(['ip', 'mac', 'url', 'email', 'hash']);

/** A field that the source sent before, and that never comes with the new one. */
export type FormerField = { field: string; keys: readonly string[]; likeness: number };

/** Names alike enough to be one field's, when nothing else speaks for it. */
const ALIKE = 0.5;
/** The same where no table says what the former field was, so that its values can't speak for it. */
const ALIKE_UNMAPPED = 0.6;

/**
 * The field that a new one has come in the place of: the source sent it, it never stands beside the new one, and it is
 * called alike or held what the new one holds. Null where there is none, or where more than one could be.
 */
export function formerFieldOf(
  { connector, field }: Pick<Sighting, 'connector' | 'field'>,
  samples: readonly string[],
  shape: Shape | null,
  isGone: (name: string) => boolean,
): FormerField | null {
  const keysOf = new Map<string, string[]>();
  for (const [path, keys] of connectorNamed(connector)?.rows ?? [])
    keysOf.set(path, [...(keysOf.get(path) ?? []), ...(typeof keys === 'string' ? [keys] : keys)]);
  const candidates = [...vendorFields(connector)].filter(isGone).map((name): FormerField => {
    const keys = (keysOf.get(name) ?? []).filter((key) => samples.every((text) => canHold(key, text)));
    return { field: name, keys, likeness: likenessOf(name, field) };
  });
  const fitting = candidates.filter(({ field: name, keys }) => !keysOf.has(name) || keys.length > 0);
  const alike = fitting
    .filter(({ keys, likeness }) => likeness >= (keys.length > 0 ? ALIKE : ALIKE_UNMAPPED))
    .sort((one, other) => other.likeness - one.likeness);
  if (alike[0] !== undefined) return alike[0];
  if (!TELLING.has(shape)) return null;
  // By its values alone: the only one whose key holds nothing but such values, and is empty now.
  const byValue = fitting.filter(({ keys }) => keys.some((key) => isGone(key) && !canHold(key, 'some text')));
  return byValue.length === 1 ? (byValue[0] ?? null) : null;
}

function likenessOf(one: string, other: string): number {
  const whole = Math.max(wordLikeness(wordsOf(one), wordsOf(other)), spellingLikeness(one, other));
  const [a, b] = [lastOf(one), lastOf(other)];
  const last = Math.max(wordLikeness(wordsOf(a), wordsOf(b)), spellingLikeness(a, b));
  // A field that moved into another object is called the same at its end.
  return Math.max(whole, last * 0.9);
}
