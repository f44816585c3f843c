import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { detectLines } from '../../../support/detect-lines.ts';

const ID = '0e95725d-7320-415d-80f7-004da920fc11';
const base = `title: Base
id: ${ID}
name: base
logsource: { product: any }
detection: { s: { kind: a }, condition: s }
---
`;
const parts = {
  type: 'event_count',
  rules: 'base',
  'group-by': '[user]',
  timespan: '10s',
  condition: '{ gte: 2 }',
};

/** A correlation over the base rule with some parts written differently, or left out where they are null. */
function correlation(changed: Record<string, string | null> = {}, head = ''): string {
  const lines = Object.entries({ ...parts, ...changed }).flatMap(([key, value]) =>
    value === null ? [] : [`  ${key}: ${value}`],
  );
  return `${base}title: Correlated\n${head}name: found\ncorrelation:\n${lines.join('\n')}\n`;
}

const refusal = (text: string) =>
  compileRuleset([{ path: 'r.yml', text }], { target: 'file' }).refused.map(
    ({ field, message }) => `${field}: ${message}`,
  )[0];
const at = (ts: number, ev: Record<string, unknown> = {}) => ({
  ts,
  ls: { product: ['any'] },
  ev: { kind: 'a', user: 'u', ...ev },
});
const fires = (text: string, ...events: unknown[]) => detectLines(text, events).map(({ i }) => i);

describe('correlation specification, "Correlation section"', () => {
  test.each([
    ['type', 'correlation.type'],
    ['rules', 'correlation.rules'],
    ['timespan', 'correlation.timespan'],
    ['condition', 'correlation.condition'],
  ])('"%s" is mandatory', (part, field) => {
    expect(refusal(correlation({ [part]: null }))).toContain(field);
  });

  test('"Grouping": one field or several make separate scopes, none makes one scope of all', () => {
    const two = correlation({ 'group-by': '[user, host]' });
    expect(fires(two, at(0, { host: 'h' }), at(1, { host: 'i' }), at(2, { host: 'h' }))).toEqual([2]);
    expect(fires(correlation({ 'group-by': 'user' }), at(0), at(1))).toEqual([1]);
    expect(fires(correlation({ 'group-by': null }), at(0), at(1, { user: 'v' }))).toEqual([1]);
  });

  test('"Related rules": by id or by name, one or several, detections or correlations', () => {
    expect(fires(correlation({ rules: ID }), at(0), at(1))).toEqual([1]);
    expect(fires(correlation({ rules: `[${ID.toUpperCase()}]` }), at(0), at(1))).toEqual([1]);
    expect(fires(correlation({ rules: '[base]' }), at(0), at(1))).toEqual([1]);
    expect(refusal(correlation({ rules: 'nothing' }))).toContain('There is no rule with the name or id');
    expect(refusal(correlation({ rules: '[]' }))).toContain('correlation.rules');
  });

  test.each([
    ['10s', 10],
    ['3m', 180],
    ['1h', 3_600],
    ['1d', 86_400],
    ['2w', 1_209_600],
    // The specification names the units alone; a month and a year are the Gregorian calendar's mean ones.
    ['1M', 2_629_746],
    ['1y', 31_556_952],
  ])('"Time Selection": %s is %i seconds, the edge included', (timespan, seconds) => {
    expect(fires(correlation({ timespan }), at(0), at(seconds))).toEqual([1]);
    expect(fires(correlation({ timespan }), at(0), at(seconds + 1))).toEqual([]);
  });

  test.each(['10', '1x', '0s', '-5m', "''", 'm5', '1.5h', '10 S'])(
    'a timespan of %s is refused',
    (timespan) => {
      expect(refusal(correlation({ timespan }))).toContain('correlation.timespan');
    },
  );

  test.each<[string, number[]]>([
    ['{ gt: 2 }', [2]],
    ['{ gte: 2 }', [1, 2]],
    ['{ lt: 2 }', [0]],
    ['{ lte: 2 }', [0, 1]],
    ['{ eq: 2 }', [1]],
    ['{ gt: 1, lte: 2 }', [1]],
  ])('"Condition": %s holds at %j of three events', (condition, lines) => {
    expect(fires(correlation({ condition }), at(0), at(1), at(2))).toEqual(lines);
  });

  test.each(['{}', '{ above: 5 }', '{ gte: many }', '5'])('the condition %s is refused', (condition) => {
    expect(refusal(correlation({ condition }))).toContain('correlation.condition');
  });

  test('"Value Count" and the metrics need a field', () => {
    for (const type of ['value_count', 'value_sum', 'value_avg', 'value_percentile']) {
      expect(refusal(correlation({ type }))).toContain('correlation.condition');
    }
  });

  test('another type is refused', () => {
    expect(refusal(correlation({ type: 'sum' }))).toContain('correlation.type');
  });

  test('"Level" is the correlation’s own, and its id and dates are optional', () => {
    const text = correlation(
      {},
      `id: ${ID.replace('0e', '0f')}\nlevel: high\ndate: 2026-11-22\nstatus: test\n`,
    );
    const { ruleset } = compileRuleset([{ path: 'r.yml', text }], { target: 'file' });
    expect(ruleset.correlations[0]).toMatchObject({ info: { level: 'high' }, version: '2026-11-22' });
  });
});
