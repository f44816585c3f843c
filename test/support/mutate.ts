/** A generator of numbers from 0 up to `limit`, the same for the same seed (mulberry32). */
export type Dice = (limit: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

type Mutation = (text: string, dice: Dice, others: readonly string[]) => string;

const SPLINTERS = [
  '"',
  "'",
  '\\',
  '=',
  '|',
  '\n',
  '\r\n',
  '\0',
  '\u001d',
  '\uFEFF',
  '\ud800',
  '<',
  '>',
  '[',
  ']',
  '{',
  '}',
  ',',
  ' ',
  '%%1833',
  '&#x0;',
  '__proto__',
  'constructor',
  'NaN',
  '-1',
  '9223372036854775807',
  '1e400',
  'null',
  '[]',
  '{}',
];
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', ''];
const VALUES: readonly unknown[] = [
  null,
  [],
  {},
  '',
  '-',
  -1,
  1e300,
  true,
  [null],
  [{}],
  { a: 1 },
  '\ud800',
  'x'.repeat(9_000),
];

const pick = <T>(items: readonly T[], dice: Dice): T => items[dice(items.length)] as T;
const at = (text: string, dice: Dice): number => dice(text.length + 1);

/** One value of a JSON text replaced, at any depth; text that is no JSON comes back cut. */
const swapValue: Mutation = (text, dice) => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text.slice(0, at(text, dice));
  }
  let node = value as Record<string, unknown>;
  for (let depth = 0; depth < 6 && node !== null && typeof node === 'object'; depth++) {
    const keys = Object.keys(node);
    const key = dice(6) === 0 || keys.length === 0 ? pick(NAMES, dice) : pick(keys, dice);
    const next = Object.hasOwn(node, key) ? node[key] : undefined;
    if (next === null || typeof next !== 'object' || dice(3) === 0) {
      Object.defineProperty(node, key, {
        value: pick(VALUES, dice),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    }
    node = next as Record<string, unknown>;
  }
  return JSON.stringify(value);
};

const ENVELOPES: readonly ((text: string) => string)[] = [
  (text) => JSON.stringify({ message: text }),
  (text) => JSON.stringify({ log: text, kubernetes: { namespace_name: 'a' } }),
  (text) => JSON.stringify({ event: text, time: 1 }),
  (text) => `{"Records":[${text}]}`,
  (text) => `{"records":[${text},${text}]}`,
  (text) => `[${text},${text}]`,
  (text) => `<14>1 2026-11-22T05:00:00Z h a - - - ${text}`,
  (text) => `157 <14>Nov 22 05:00:00 h tag: ${text}`,
  (text) =>
    JSON.stringify({
      message: { data: Buffer.from(text).toString('base64'), messageId: '1' },
      subscription: 's',
    }),
  (text) =>
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '1',
      logEvents: [{ id: '1', timestamp: 1, message: text }],
    }),
  (text) => `{"source":"aws.x","detail-type":"x via CloudTrail","detail":${text}}`,
];

const mutations: readonly Mutation[] = [
  (text, dice) => text.slice(0, at(text, dice)),
  (text, dice) => text.slice(at(text, dice)),
  (text, dice) => {
    const bytes = Buffer.from(text);
    for (let i = 0; i <= dice(6) && bytes.length > 0; i++) {
      const place = dice(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << dice(8));
    }
    return bytes.toString('utf8');
  },
  (text, dice) => {
    const place = at(text, dice);
    return text.slice(0, place) + pick(SPLINTERS, dice) + text.slice(place);
  },
  (text, dice) => {
    const [from, to] = [at(text, dice), at(text, dice)].sort((a, b) => a - b) as [number, number];
    return text.slice(0, to) + text.slice(from);
  },
  (text, dice, others) => text.slice(0, at(text, dice)) + pick(others, dice).slice(dice(80)),
  (text, dice) => pick(ENVELOPES, dice)(text),
  swapValue,
  swapValue,
];

/** A text that was one to three times cut, flipped, spliced, wrapped or changed in a value. */
export function mutate(text: string, dice: Dice, others: readonly string[]): string {
  let changed = text;
  for (let i = 0; i <= dice(3); i++) changed = pick(mutations, dice)(changed, dice, others);
  return changed;
}
