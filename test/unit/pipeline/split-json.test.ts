import { expect, test } from 'vitest';
import { splitJson } from '#shared/pipeline/split-json.ts';
import { randomJson, seededRandom } from './random-json.ts';

test.each([
  ['{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
  ['[{"a":1} , {"b":[1,{"c":"]"}]}]', ['{"a":1}', '{"b":[1,{"c":"]"}]}']],
  ['{"a":"}{"}\n\n{"b":"\\"}"}', ['{"a":"}{"}', '{"b":"\\"}"}']],
  ['noise{"a":1}', ['noise', '{"a":1}']],
  ['{"a":1}\nnot json\n{"b":2}', ['{"a":1}', 'not json', '{"b":2}']],
  ['{"a":1}\n{"cut":\n{"b":2}', ['{"a":1}', '{"cut":', '{"b":2}']],
  ['', []],
])('%j', (text, pieces) => {
  expect(splitJson(text)).toEqual(pieces);
});

test('the pieces of random objects are those objects, whatever stands between them', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 300; round++) {
    const values = Array.from({ length: 1 + Math.floor(random() * 5) }, () => ({ v: randomJson(random, 4) }));
    const between = ['', '\n', ' ,\r\n', '\t'][round % 4] ?? '';
    const text = values.map((value) => JSON.stringify(value, null, round % 3)).join(between);
    expect(splitJson(text).map((piece) => JSON.parse(piece))).toEqual(values);
  }
});

test('nothing of any bytes is dropped but blanks, commas and the brackets of a list', () => {
  const random = seededRandom(11);
  const alphabet = '{}[]",:a1\\ \n';
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: 30 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    const bare = (value: string) => value.replace(/[\s,[\]]/g, '');
    expect(bare(splitJson(text).join(''))).toBe(bare(text));
  }
});

test.each(['{', '{\n', 'x\n', '{"a":"', '}{'])('a megabyte of %j is read in one pass', (unit) => {
  expect(splitJson(unit.repeat(1_000_000 / unit.length)).length).toBeGreaterThan(0);
});
