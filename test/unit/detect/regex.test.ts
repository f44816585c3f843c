import { describe, expect, test } from 'vitest';
import { compileRegex } from '#shared/detect/regex.ts';

const plain = { ignoreCase: false, multiLine: false, dotAll: false };

function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

const atoms = ['a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\s', '^', '$', '\\b', '\\B', '\\.', '\\n', '1'];

function pattern(random: (below: number) => number, depth: number): string {
  if (depth === 0) return atoms[random(atoms.length)] ?? 'a';
  const part = () => pattern(random, depth - 1);
  switch (random(7)) {
    case 0:
    case 1:
      return part() + part();
    case 2:
      return `(${part()}|${part()})`;
    case 3:
      return `(?:${part()})*`;
    case 4:
      return `(?:${part()})+?`;
    case 5:
      return `(?:${part()}){1,3}`;
    default:
      return `(?:${part()})?`;
  }
}

/** JavaScript's form: there the dot leaves out more line ends, and `$` does not look past a last one. */
function toJavaScript(source: string, { multiLine, dotAll }: typeof plain): string {
  const dotted = dotAll ? source : source.replaceAll(/(?<!\\)\./g, '[^\\n]');
  return multiLine ? dotted : dotted.replaceAll('$', '(?=\\n?(?![^]))');
}

const fresh = Math.floor(Math.random() * 2 ** 31);

test.each([1, 2, 3, fresh])('matches what the language’s own engine matches: seed %i', (seed) => {
  const random = randomFrom(seed);
  for (let i = 0; i < 400; i++) {
    const flags = { ignoreCase: random(2) > 0, multiLine: random(2) > 0, dotAll: random(2) > 0 };
    const source = pattern(random, 1 + random(4));
    const letters = `${flags.ignoreCase ? 'i' : ''}${flags.multiLine ? 'm' : ''}${flags.dotAll ? 's' : ''}`;
    const expected = new RegExp(toJavaScript(source, flags), letters);
    const matches = compileRegex(source, flags);
    for (let j = 0; j < 5; j++) {
      const text = Array.from({ length: random(8) }, () => 'abAB\n1 .'.charAt(random(8))).join('');
      expect(matches(text), `seed ${seed}: /${source}/${letters} on ${JSON.stringify(text)}`).toBe(
        expected.test(text),
      );
    }
  }
});

describe('patterns that stop engines which backtrack', () => {
  test.each([
    '(a+)+$',
    '(a|a)*b',
    '(a*)*b',
    '([a-z]+)*\\d',
    '(x+x+)+y',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    'a{0,50}a{0,50}a{0,50}c',
    '(.*)(.*)(.*)(.*)(.*)b$',
  ])('cost a look at each character: %s', (source) => {
    const matches = compileRegex(source, plain);
    expect(matches(`${'a'.repeat(300_000)}!`)).toBe(false);
    expect(matches(`${'x'.repeat(300_000)}!`)).toBe(false);
  });

  test.each([
    ['a{1001}', 'beyond 1000'],
    ['((a{900}){900}){900}', 'too large'],
    [`${'('.repeat(200)}a${')'.repeat(200)}`, 'nested more than 100 deep'],
    ['a**', 'a quantifier follows a quantifier'],
    ['a++', 'possessive'],
    ['[b-a]', 'the wrong way round'],
    ['[a', 'a class is not closed'],
    ['a)', 'closes nothing'],
    ['*a', 'repeats nothing'],
    ['\\p{L}', '"\\p" is not supported'],
    ['(?<!a)b', 'lookahead and lookbehind'],
    ['a{3,2}', 'bounds the wrong way round'],
    ['a\\', 'a single backslash'],
  ])('%s is refused', (source, reason) => {
    expect(() => compileRegex(source, plain)).toThrow(reason);
  });
});

test('memory stays bounded on texts that ask for ever new states', () => {
  const matches = compileRegex('a[ab]{14}c', plain);
  const random = randomFrom(7);
  const text = Array.from({ length: 60_000 }, () => (random(2) === 0 ? 'a' : 'b')).join('');
  expect(matches(text)).toBe(false);
  expect(matches(`${text}abababababababac`)).toBe(true);
});
