import { describe, expect, test } from 'vitest';
import { detectLines } from '../../../support/detect-lines.ts';

const base = (name: string, kind = name) => `title: ${name}
name: ${name}
logsource: { product: any }
detection:
  selection: { kind: ${kind} }
  condition: selection
---
`;

const correlated = (body: string, rules = '[a]', head = 'name: found') => `title: Correlated
${head}
correlation:
  rules: ${rules}
  timespan: 10s
${body
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
`;

/** Events of kind `a` unless they say otherwise, by the second at which they happen. */
const at = (ts: number, fields: Record<string, unknown> = {}) => ({
  ts,
  ls: { product: ['any'] },
  ev: { kind: 'a', user: 'u', ...fields },
});

const run = (rules: string, events: unknown[]) =>
  detectLines(rules, events).map(({ i, n, group }) => ({ i, n, group }));

/** The lines at which the correlation fires. */
const lines = (rules: string, events: unknown[]) => detectLines(rules, events).map(({ i }) => i);

describe('correlations, "Event Count"', () => {
  const rules = `${base('a')}${correlated('type: event_count\ngroup-by: [user]\ncondition: { gte: 2 }')}`;

  test('counts events of each group separately', () => {
    expect(run(rules, [at(0), at(1, { user: 'v' }), at(2)])).toEqual([{ i: 2, n: 2, group: { user: 'u' } }]);
  });

  test.each([
    ['90m', 90 * 60],
    ['2d', 2 * 86_400],
    ['60d', 60 * 86_400],
    ['1w', 7 * 86_400],
  ])('a timespan of %s is %i seconds', (timespan, seconds) => {
    const rule = rules.replace('10s', timespan);
    expect(lines(rule, [at(0), at(seconds)])).toEqual([1]);
    expect(lines(rule, [at(0), at(seconds + 1)])).toEqual([]);
  });

  test('an event exactly a timespan old still counts, an older one does not', () => {
    expect(lines(rules, [at(0), at(10)])).toEqual([1]);
    expect(lines(rules, [at(0), at(10.001)])).toEqual([]);
  });

  test('every event at which the condition holds is reported', () => {
    expect(run(rules, [at(0), at(1), at(2)]).map(({ i, n }) => [i, n])).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });

  test('the order of lines does not matter', () => {
    expect(lines(rules, [at(9), at(0)])).toEqual([0]);
  });

  test('an event without a group-by field, or without a time, takes no part', () => {
    expect(lines(rules, [at(0, { user: null }), at(1, { user: null })])).toEqual([]);
    expect(lines(rules, [{ ...at(0), ts: undefined }, at(1)])).toEqual([]);
  });

  test('an event that two of its rules match is one event', () => {
    const both = `${base('a')}${base('b', 'a')}${correlated('type: event_count\ncondition: { gte: 2 }', '[a, b]')}`;
    expect(lines(both, [at(0)])).toEqual([]);
  });

  test.each([
    ['gt: 2', [2]],
    ['lt: 2', [0]],
    ['lte: 2', [0, 1]],
    ['eq: 2', [1]],
    ['gt: 1, lte: 2', [1]],
  ])('the condition { %s }', (condition, expected) => {
    const rule = `${base('a')}${correlated(`type: event_count\ncondition: { ${condition} }`)}`;
    expect(lines(rule, [at(0), at(1), at(2)])).toEqual(expected);
  });
});

describe('correlations over values', () => {
  const over = (type: string, condition: string, values: unknown[]) =>
    run(
      `${base('a')}${correlated(`type: ${type}\ncondition: { field: v, ${condition} }`)}`,
      values.map((v, i) => at(i, { v })),
    ).map(({ i, n }) => [i, n]);

  test('"Value Count" counts distinct values and leaves out events without one', () => {
    expect(over('value_count', 'gte: 2', ['x', 'x', undefined, 'y', 'X'])).toEqual([
      [3, 2],
      [4, 3],
    ]);
  });

  test('value_sum adds numbers, also those written as text, and leaves out the rest', () => {
    expect(over('value_sum', 'gte: 10', [4, 'none', '5.5', 0.5])).toEqual([[3, 10]]);
  });

  test('what leaves the window leaves nothing behind in a sum', () => {
    const rules = `${base('a')}${correlated('type: value_sum\ncondition: { field: v, eq: 0.3 }')}`;
    expect(lines(rules, [at(0, { v: 1e17 }), at(11, { v: 0.3 })])).toEqual([1]);
  });

  test('value_avg is the mean', () => {
    expect(over('value_avg', 'gt: 2', [1, 2, 6])).toEqual([[2, 3]]);
  });

  test('value_percentile lies between the two nearest values', () => {
    expect(over('value_percentile', 'percentile: 50, gte: 2', [1, 2, 3])).toEqual([[2, 2]]);
    expect(over('value_percentile', 'percentile: 75, gte: 2.4', [1, 2, 3])).toEqual([[2, 2.5]]);
    expect(over('value_median', 'gte: 1.5', [1, 2])).toEqual([[1, 1.5]]);
  });
});

describe('correlations, "Temporal Proximity"', () => {
  const two = `${base('a')}${base('b')}`;
  const b = { kind: 'b' };

  test('needs all rules within the timespan, in any order', () => {
    const rules = `${two}${correlated('type: temporal\ngroup-by: user', '[a, b]')}`;
    expect(lines(rules, [at(0, b), at(10)])).toEqual([1]);
    expect(lines(rules, [at(0), at(1)])).toEqual([]);
    expect(lines(rules, [at(0, b), at(11)])).toEqual([]);
    expect(lines(rules, [at(0, b), at(1, { user: 'v' })])).toEqual([]);
  });

  test('its condition counts the different rules', () => {
    const rules = `${two}${base('c')}${correlated('type: temporal\ncondition: { gte: 2 }', '[a, b, c]')}`;
    expect(run(rules, [at(0), at(1), at(2, b)]).map(({ i, n }) => [i, n])).toEqual([[2, 2]]);
  });

  test('one event can be proof of two rules', () => {
    const rules = `${base('a')}${base('b', 'a')}${correlated('type: temporal', '[a, b]')}`;
    expect(lines(rules, [at(0)])).toEqual([0]);
  });

  describe('ordered', () => {
    const rules = `${two}${correlated('type: temporal_ordered', '[a, b]')}`;
    test('needs the order of the rules', () => {
      expect(lines(rules, [at(0), at(1, b)])).toEqual([1]);
      expect(lines(rules, [at(0, b), at(1)])).toEqual([]);
    });

    test('two events of one time have no order', () => {
      expect(lines(rules, [at(0), at(0, b)])).toEqual([]);
      expect(lines(rules, [at(0), at(0, b), at(1, b)])).toEqual([2]);
    });

    test('holds at every event whose window has the sequence', () => {
      expect(lines(rules, [at(0), at(1, b), at(2), at(10), at(11)])).toEqual([1, 2, 3]);
    });
  });
});

describe('correlations, "Field Name Aliases"', () => {
  test('name the group-by field in the events of each rule', () => {
    const rules = `${base('a')}${base('b')}${correlated(
      'type: temporal\ngroup-by: [ip]\naliases: { ip: { a: source, b: destination } }',
      '[a, b]',
    )}`;
    const events = [at(0, { source: '::1' }), at(1, { kind: 'b', destination: '::1', source: '::2' })];
    expect(run(rules, events)).toEqual([{ i: 1, n: 2, group: { ip: '::1' } }]);
  });
});

describe('correlations, "Generate" and chains', () => {
  test('rules under a correlation report by themselves only with generate', () => {
    const body = 'type: event_count\ncondition: { gte: 2 }';
    expect(lines(`${base('a')}${correlated(body)}`, [at(0)])).toEqual([]);
    expect(lines(`${base('a')}${correlated(`${body}\ngenerate: true`)}`, [at(0)])).toEqual([0]);
  });

  test('a correlation can refer to a correlation, by fields of its own', () => {
    const chain = `${base('a')}${base('b')}${correlated(
      'type: event_count\ngroup-by: [host]\ncondition: { gte: 2 }',
      '[a]',
      'name: many',
    )}---\n${correlated('type: temporal_ordered\ngroup-by: [user]', '[many, b]')}`;
    const events = [
      at(0, { host: 'h' }),
      at(1, { host: 'h' }),
      at(2, { kind: 'b', user: 'v' }),
      at(3, { kind: 'b' }),
    ];
    expect(detectLines(chain, events)).toEqual([{ i: 3, id: 'found', group: { user: 'u' }, n: 2 }]);
  });

  test('a circle is refused', () => {
    const circle = `${correlated('type: temporal', '[two]', 'name: one')}---\n${correlated('type: temporal', '[one]', 'name: two')}`;
    expect(() => detectLines(circle, [])).toThrow('refers to itself in a circle');
  });
});
