import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { buildRuleIndex } from '#shared/detect/rule-index.ts';
import { detectLines } from '../../support/detect-lines.ts';

const rules = `title: Found
id: 8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01
logsource: { product: any }
detection:
  text: { f|contains: needle }
  deep: { a.b.c: x }
  regex: { f|re: '(x+x+)+y' }
  pattern: { f|contains: 'x*x*x*x*y' }
  prototype: { __proto__: polluted, constructor: x }
  keyword: [needle in hay]
  condition: 1 of them
`;
const found = (ev: unknown) => detectLines(rules, [JSON.stringify({ ev })], { raw: true }).length;

describe('events from an attacker', () => {
  test('of a megabyte in one value', () => {
    const hay = 'hay '.repeat(250_000);
    expect(found({ f: hay })).toBe(0);
    expect(found({ f: `${hay}NEEDLE` })).toBe(1);
    expect(found({ f: 'x'.repeat(1_000_000) })).toBe(0);
  });

  test('of 10,000 fields, or 100,000 values in one', () => {
    const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`field${i}`, `value ${i}`]));
    expect(found(fields)).toBe(0);
    expect(found({ ...fields, f: 'a needle' })).toBe(1);
    expect(found({ f: Array.from({ length: 100_000 }, (_, i) => `v${i}`) })).toBe(0);
  });

  test('nested deep, under the names that rules ask for and others', () => {
    const nested = (name: string) => `${`{"${name}":`.repeat(3_000)}"needle in hay"${'}'.repeat(3_000)}`;
    for (const name of ['a', 'b', 'z']) {
      expect(detectLines(rules, [`{"ev":${nested(name)}}`], { raw: true })).toHaveLength(1);
    }
    expect(found({ a: { b: { c: 'x' } } })).toBe(1);
    expect(found({ a: { b: { c: { d: 'x' } } } })).toBe(0);
  });

  test('nested 100,000 deep, also where a correlation groups by it or counts it', () => {
    const grouped = `title: Base
name: base
logsource: { product: any }
detection: { s: { kind: a }, k: [needle], condition: s or k }
---
title: Grouped
name: grouped
correlation: { type: event_count, rules: base, group-by: user, timespan: 1m, condition: { gte: 1 }, generate: true }
---
title: Counted
name: counted
correlation: { type: value_count, rules: base, group-by: kind, timespan: 1m, condition: { field: user, gte: 1 } }
`;
    for (const [open, close] of [
      ['{"a":', '}'],
      ['[', ']'],
    ] as const) {
      const deep = (depth: number) => `${open.repeat(depth)}"needle"${close.repeat(depth)}`;
      const ids = (depth: number) =>
        detectLines(grouped, [`{"ts":1,"ev":{"kind":"a","user":${deep(depth)}}}`], { raw: true }).map(
          ({ id }) => id,
        );
      expect(ids(100_000)).toEqual(['base']);
      expect(ids(3)).toEqual(['base', 'grouped', 'counted']);
    }
  });

  test('with the names that every object has', () => {
    expect(
      detectLines(rules, ['{"ev":{"__proto__":"polluted","constructor":"x"}}'], { raw: true }),
    ).toHaveLength(1);
    expect(detectLines(rules, ['{"ev":{"__proto__":{"f":"needle"}}}'], { raw: true })).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('with half a surrogate pair, zero bytes and every kind of letter', () => {
    expect(found({ f: '\ud800needle' })).toBe(1);
    expect(found({ f: 'need\udc00le' })).toBe(0);
    expect(found({ f: '\0needle\0' })).toBe(1);
    expect(found({ f: 'İNEEDLE' })).toBe(1);
    expect(found({ f: '\uffff'.repeat(1_000) })).toBe(0);
  });

  test('that are none: such lines are counted and stop nothing', () => {
    const lines = ['{', '[]', '"x"', 'null', '{"ev":1}', '', '{"ev":{"f":"needle"}}'];
    expect(detectLines(rules, lines, { raw: true })).toEqual([
      { i: 6, id: '8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01' },
    ]);
  });
});

test('wildcards cost no more than length times length, and nothing like their number to the power', () => {
  expect(found({ f: `${'x'.repeat(20_000)}z` })).toBe(0);
});

test('a rule of 5,000 values and a hundred rules of one text are one look-up', () => {
  const values = Array.from({ length: 5_000 }, (_, i) => `value ${i} of many`);
  const big = {
    title: 'Big',
    logsource: { product: 'x' },
    detection: { s: { 'f|contains': values }, condition: 's' },
  };
  const files = [
    big,
    ...Array.from({ length: 100 }, () => ({
      ...big,
      detection: { s: { 'f|endswith': 'tail' }, condition: 's' },
    })),
  ];
  const { ruleset, refused } = compileRuleset(
    files.map((file, i) => ({ path: `${i}.yml`, text: JSON.stringify(file) })),
    { target: 'file' },
  );
  expect(refused).toEqual([]);
  const index = buildRuleIndex(ruleset.detections);
  expect(index.match([{ f: 'x value 4999 of many' }], null)).toEqual([0]);
  expect(index.match([{ f: 'tail' }], null)).toHaveLength(100);
});
