import { describe, expect, test } from 'vitest';
import { matchesFields } from '../../../support/detect-lines.ts';

/** The event is true for `t…`, not for `f…`. */
const selections = [
  ...['t1', 't2', 'sel_t', 'a_t_z', '_t'].map((name) => `${name}: { is: here }`),
  ...['f1', 'f2', 'sel_f', 'a_f_z', '_f'].map((name) => `${name}: { is: elsewhere }`),
].join('\n');
const holds = (condition: string, more = selections) =>
  matchesFields(`${more}\ncondition: ${condition}`, { is: 'here' });

const table = (rows: [string, boolean][]) =>
  test.each(rows)('%s is %j', (condition, wanted) => {
    expect(holds(condition)).toBe(wanted);
  });

describe('rules specification, "Condition"', () => {
  describe('"Logical AND/OR"', () => {
    table([
      ['t1 and t2', true],
      ['t1 and f1', false],
      ['f1 or t1', true],
      ['f1 or f2', false],
      ['t1 AND t2', true],
      ['f1 OR t1', true],
      ['t1 and t2 and sel_t and f1', false],
    ]);
  });

  describe('"1/all of them": all search identifiers that do not start with an underscore', () => {
    const only = (names: string) =>
      names
        .split(' ')
        .map((name) => `${name}: { is: ${name.includes('t') ? 'here' : 'elsewhere'} }`)
        .join('\n');
    test.each<[string, string, boolean]>([
      ['1 of them', 't1 f1', true],
      ['1 of them', 'f1 _t', false],
      ['all of them', 't1 t2 _f', true],
      ['all of them', 't1 f1', false],
      ['any of them', 'f1 t1', true],
      ['2 of them', 't1 t2 f1', true],
      ['2 of them', 't1 f1 f2', false],
      ['not 1 of them', 'f1 f2', true],
    ])('%s over %s is %j', (condition, names, wanted) => {
      expect(holds(condition, only(names))).toBe(wanted);
    });
  });

  describe('"1/all of search-identifier-pattern": * at arbitrary positions', () => {
    table([
      ['1 of sel_*', true],
      ['all of sel_*', false],
      ['all of t*', true],
      ['1 of f*', false],
      ['all of *_t', true],
      ['1 of *_f', false],
      ['all of a_*_z', false],
      ['1 of a_*_z', true],
      ['all of a_t*z', true],
      ['1 of *_t_*', true],
      ['1 of t1', true],
      ['all of t*1', true],
      ['1 of sel_* and not 1 of f*', true],
      ['1 of sel_* and t1', true],
      // A pattern that names the underscore reaches those selections.
      ['1 of _*', true],
      ['all of _*', false],
      ['2 of sel_*', false],
      ['2 of *t*', true],
    ]);
  });

  describe('"Negation with not" and "Brackets"', () => {
    table([
      ['t1 and not f1', true],
      ['t1 and not t2', false],
      ['not f1', true],
      ['not not t1', true],
      ['t1 and (f1 or t2)', true],
      ['t1 and (f1 or f2)', false],
      ['not (t1 and f1)', true],
      ['not (t1 or f1)', false],
      ['((t1))', true],
      ['(t1)and(t2)', true],
      ['NOT f1', true],
    ]);
  });

  describe('"Operator Precedence": or, and, not, x of, brackets', () => {
    table([
      // "and" before "or".
      ['t1 or f1 and f2', true],
      ['(t1 or f1) and f2', false],
      ['f1 and f2 or t1', true],
      // "not" before "and".
      ['not f1 and f2', false],
      ['not (f1 and f2)', true],
      ['not t1 or t2', true],
      // "x of" before "not".
      ['not 1 of f* and t1', true],
      ['not all of sel_*', true],
    ]);
  });

  test('a list of conditions is linked with OR', () => {
    expect(holds('[f1, t1]')).toBe(true);
    expect(holds('[f1, f2]')).toBe(false);
  });

  test('search identifiers keep their own logic: AND for maps, OR for lists', () => {
    const more = 'map: { is: here, other: x }\nlist: [{ is: here }, { other: x }]';
    expect(holds('map', more)).toBe(false);
    expect(holds('list', more)).toBe(true);
    expect(holds('1 of them', more)).toBe(true);
    expect(holds('all of them', more)).toBe(false);
  });

  test.each([
    ['t9', 'There is no selection "t9"'],
    ['1 of x*', '"x*" fits no selection'],
    ['t1 and', 'missing at the end'],
    ['(t1', 'A parenthesis is not closed'],
    ['t1 t2', 'one word too many'],
    ['t1 | count() > 5', 'write a correlation rule instead'],
    ['0 of t*', 'is not Sigma'],
  ])('%s is refused', (condition, reason) => {
    expect(() => holds(condition)).toThrow(reason);
  });

  test.each(['[]', '{}', '5', "''"])('the condition %s is refused', (condition) => {
    expect(() => holds(condition)).toThrow('condition');
  });

  test('a condition is mandatory', () => {
    expect(() => matchesFields('s: { f: x }', { f: 'x' })).toThrow('detection.condition');
  });
});
