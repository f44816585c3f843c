import { describe, expect, test } from 'vitest';
import { flatten } from '#shared/connectors/flatten.ts';

const parse = (text: string) => flatten(JSON.parse(text));

describe('nested and dotted JSON', () => {
  test('becomes one level of dotted keys, lists of scalars staying lists', () => {
    expect(parse('{"a":{"b":{"c":1}},"d.e":"x","f":[1,"two",true],"g":false}')).toEqual({
      attributes: { 'a.b.c': 1, 'd.e': 'x', f: [1, 'two', true], g: false },
      notes: [],
    });
  });

  test('leaves out null and what is empty', () => {
    expect(parse('{"a":null,"b":[],"c":{},"d":1e999}')).toEqual({ attributes: {}, notes: [] });
  });

  test('keeps lists of objects, and lists with null in them, as JSON text', () => {
    expect(parse('{"a":[{"b":1}],"c":[1,null]}').attributes).toEqual({ a: '[{"b":1}]', c: '[1,null]' });
  });

  test('keeps what is nested deeper than eight levels as JSON text', () => {
    const { attributes, notes } = parse(`${'{"n":'.repeat(10)}1${'}'.repeat(10)}`);
    expect(attributes).toEqual({ 'n.n.n.n.n.n.n.n': '{"n":{"n":1}}' });
    expect(notes).toEqual([]);
  });

  test('keeps the first of two values under one name, and says so', () => {
    expect(parse('{"user.name":"alice","user":{"name":"mallory"}}')).toEqual({
      attributes: { 'user.name': 'alice' },
      notes: ['user.name stands twice: the first value was kept'],
    });
  });
});

describe('names that mean something to JavaScript', () => {
  test('are plain data, and change no prototype', () => {
    const { attributes, notes } = parse(
      '{"__proto__":{"polluted":1},"constructor":"c","toString":"t","a":{"__proto__":"x"},"hasOwnProperty":1}',
    );
    expect(attributes).toEqual({
      '__proto__.polluted': 1,
      constructor: 'c',
      toString: 't',
      'a.__proto__': 'x',
      hasOwnProperty: 1,
    });
    expect(notes).toEqual([]);
    expect(Object.getPrototypeOf(attributes)).toBeNull();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each(['{"__proto__":"x"}', '{"":"x"}'])('%s has no usable name: it is noted', (text) => {
    const { attributes, notes } = parse(text);
    expect(Object.keys(attributes)).toEqual([]);
    expect(notes).toEqual(['a field without a usable name is in event.original only']);
  });
});

describe('the caps of one event', () => {
  test('400 fields are kept of 1,500, and one note says that there were more', () => {
    const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`f${i}`, i]));
    const { attributes, notes } = flatten(many);
    expect(Object.keys(attributes)).toHaveLength(400);
    expect(attributes.f399).toBe(399);
    expect(notes).toEqual(['more than 400 fields: the rest is in event.original only']);
    const fits = Object.fromEntries(Object.entries(many).slice(0, 400));
    expect(flatten(fits)).toEqual({ attributes: fits, notes: [] });
  });

  test('a long text is cut to 8,192 characters, a long list to 200 items', () => {
    const { attributes, notes } = flatten({
      text: 'x'.repeat(8_193),
      list: Array.from({ length: 201 }, (_, i) => i),
    });
    expect(attributes.text).toBe('x'.repeat(8_192));
    expect(attributes.list).toHaveLength(200);
    expect(notes).toEqual(['text was cut to 8192 characters', 'list was cut to 200 items']);
    expect(flatten({ text: 'x'.repeat(8_192) }).notes).toEqual([]);
  });

  test('a long name over many children does not multiply the event', () => {
    const children = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`c${i}`, i]));
    const { attributes, notes } = flatten({ ['k'.repeat(100_000)]: children });
    expect(Object.keys(attributes)).toEqual(['k'.repeat(256)]);
    expect(notes).toEqual(['a name was cut to 256 characters']);
  });

  test('names and values together are at most 128 KiB, what is small still finding room', () => {
    const big = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`b${i}`, 'é'.repeat(8_000)]));
    const { attributes, notes } = flatten({ ...big, last: 'small' });
    expect(Buffer.byteLength(JSON.stringify(attributes))).toBeLessThanOrEqual(128 * 1024);
    expect(attributes.last).toBe('small');
    expect(notes).toEqual(['more than 131072 bytes of fields: the rest is in event.original only']);
  });

  test('there are at most twenty notes', () => {
    const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
    const value = {
      ...Object.fromEntries(names.map((name) => [`a.${name}`, 1])),
      a: Object.fromEntries(names.map((name) => [name, 2])),
    };
    expect(flatten(value).notes).toHaveLength(20);
  });
});

test('half a surrogate pair becomes U+FFFD in names, values and lists, also where a cut makes it', () => {
  const { attributes } = parse('{"\\ud800":"a\\udc00","l":["\\ud83d"]}');
  expect(attributes).toEqual({ '\ufffd': 'a\ufffd', l: ['\ufffd'] });
  const cut = flatten({ t: `${'x'.repeat(8_191)}😀` }).attributes.t;
  expect(cut).toBe(`${'x'.repeat(8_191)}\ufffd`);
});

test('JSON nested deeper than the engine can print is told of and does not throw', () => {
  const deep = parse(`{"a":1,"b":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  expect(deep.attributes.a).toBe(1);
  expect(String(deep.attributes.b)).toMatch(/nested too deep|^\[\[/);
});
