import { describe, expect, test } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { readPlainScalar } from '#shared/detect/plain-scalar.ts';
import { readQuickYaml } from '#shared/detect/quick-yaml.ts';

/** What the full reader says of the same text; null where it finds a mistake. */
function readSlowly(text: string): unknown[] | null {
  const documents = [...parseAllDocuments(text, { prettyErrors: false })];
  if (documents.some(({ errors }) => errors.length > 0)) return null;
  return documents.map((document) => {
    visit(document, {
      Scalar(place, node) {
        if (place !== 'key' && node.type === 'PLAIN') node.value = readPlainScalar(node.source ?? '');
      },
    });
    return document.toJS();
  });
}

describe('the quick reader says what the full one says', () => {
  test.each([
    "a: 1\nb:\n  c: [x, \"y\\tz\", 'it''s', {d: e, f: [1, 2]}]\n  g: null\n",
    'a:\n- x\n- y: 1\n  z: 2\n- - p\n  - q\nb: end\n',
    'a:\n    - k|contains|all:\n          - one # said twice\n          - "two"\n      m: \n      n: 3\n',
    "'|all':\n  - x\n'a b': c # comment\n",
    'text: |\n  one\n\n    two\n  three\nnext: |-\n    x\nlast: x\n',
    '# begin\n---\na: 1\n---\n\n---\nb: 2\r\n',
    "a: 'x: # y'\nb: c:\\d\\*.exe\nd: http://e/f#g\nh: x#y\n",
    'a:\nb: ~\nc:\n  - \n  - x\n',
    'a: -x\nb: -\\-\nc: "-"\n',
    '- a\n- b: c\n',
    'a: { }\nb: []\nc: { "d": 1 }\n',
  ])('%j', (text) => {
    expect(readQuickYaml(text) ?? 'left to the full reader').toEqual(
      text.includes('"d"') ? 'left to the full reader' : readSlowly(text),
    );
  });

  test.each([
    'a: &x 1\nb: *x\n',
    'a: >\n  folded\n',
    'a: one\n  two\n',
    'a: 1\na: 2\n',
    'a: "x\n  y"\n',
    'a: !!str 1\n',
    '<<: { a: 1 }\n',
    '\ta: 1\n',
    'a: [1,\n  2]\n',
    '? a\n: b\n',
    'a: b: c\n',
    '--- a\n',
    'a: @x\n',
    'a: [b: c]\n',
    'a: "\\u00e9"\n',
    'just text\n',
    'a:\n   b: 1\n  c: 2\n',
  ])('%j is left to the full reader', (text) => {
    expect(readQuickYaml(text)).toBeNull();
  });

  test('of a thousand random texts', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return Math.floor((state / 0x80000000) * below);
    };
    const pieces = [
      'a',
      'b: ',
      '- ',
      '\n',
      '\n  ',
      '\n    ',
      "'",
      '"',
      ': ',
      '# ',
      ' ',
      '|',
      '[',
      ']',
      ', ',
      '{',
      '}',
    ];
    const more = [
      '1',
      'null',
      'x*',
      '\\',
      '-',
      ':',
      '---\n',
      'k:\n',
      'k: v\n',
      '- i\n',
      'yes',
      '0x1f',
      '%',
      '&',
      '\t',
    ];
    const all = [...pieces, ...more, 'k: v\n', 'k: v\n', '\n'];
    let read = 0;
    for (let i = 0; i < 1_000; i++) {
      const text = Array.from({ length: 1 + random(14) }, () => all[random(all.length)]).join('');
      const quick = readQuickYaml(text);
      if (quick === null) continue;
      read++;
      expect(quick, `seed ${seed}: ${JSON.stringify(text)}`).toEqual(readSlowly(text) ?? 'a mistake');
    }
    expect(read).toBeGreaterThan(10);
  });
});

test.each<[string, unknown]>([
  ['00000429', '00000429'],
  ['0000042a', '0000042a'],
  ['010', 8],
  ['0x1F', 31],
  ['0b101', 5],
  ['1_000', 1_000],
  ['-5', -5],
  ['1:30', 90],
  ['1.5', 1.5],
  ['1.5e3', '1.5e3'],
  ['1.5e+3', 1_500],
  ['.5', 0.5],
  ['1e3', '1e3'],
  ['9007199254740993', '9007199254740993'],
  ['2026-11-22', '2026-11-22'],
  ['yes', true],
  ['Off', false],
  ['y', 'y'],
  ['Null', null],
  ['', null],
  ['-', '-'],
  ['constructor', 'constructor'],
])('an unquoted %j means what PyYAML takes it for: %j', (text, value) => {
  expect(readPlainScalar(text)).toBe(value);
});
