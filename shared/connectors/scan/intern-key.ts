import { asKey } from '#shared/connectors/remember.ts';

/** Keys that were met, each in the place of its hash; another with the same place takes it over, so that they stay few. */
const places: string[] = new Array<string>(4_096).fill('');

/** What a key's hash is before its first character, and after another. */
export const NO_HASH = 5_381;
export function hashOn(hash: number, code: number): number {
  return (Math.imul(hash, 33) ^ code) | 0;
}

/** The key that stands in a text: the same string for the same key, so that maps tell it by its place in memory. */
export function internKey(text: string, from: number, to: number, hash: number): string {
  const place = (hash ^ (hash >>> 12)) & 4_095;
  const known = places[place] as string;
  if (known.length === to - from && to > from && text.startsWith(known, from)) return known;
  const key = asKey(text.slice(from, to));
  places[place] = key;
  return key;
}

/** The same where nobody has counted the hash yet. */
export function internPart(text: string, from: number, to: number): string {
  let hash = NO_HASH;
  for (let i = from; i < to; i++) hash = hashOn(hash, text.charCodeAt(i));
  return internKey(text, from, to, hash);
}
