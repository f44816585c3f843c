import { describe, expect, test } from 'vitest';
import { compileOwnRules, compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';

const ID = '8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01';
const OTHER = '8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c02';

/** A valid detection rule with parts replaced; `null` leaves a part out. */
function detection(parts: Record<string, string | null> = {}): string {
  const all: Record<string, string | null> = {
    title: 'Rule',
    id: ID,
    logsource: '{ product: linux }',
    detection: '\n  selection:\n    user.name: root\n  condition: selection',
    ...parts,
  };
  return Object.entries(all)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

const selection = (line: string) =>
  detection({ detection: `\n  selection:\n    ${line}\n  condition: selection` });
const condition = (text: string) =>
  detection({ detection: `\n  selection:\n    user.name: root\n  condition: ${text}` });

const correlation = (parts: Record<string, string | null> = {}, head: Record<string, string | null> = {}) => {
  const all = {
    type: 'event_count',
    rules: 'base',
    'group-by': 'actor.id',
    timespan: '5m',
    condition: '{ gte: 10 }',
    ...parts,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== null);
  const text = `\n${lines.map(([key, value]) => `  ${key}: ${value}`).join('\n')}`;
  const rule = detection({ id: OTHER, logsource: null, detection: null, correlation: text, ...head });
  return `${detection({ id: null, name: 'base' })}---\n${rule}`;
};

const problems = (text: string) =>
  compileRuleset([{ path: 'rules/a.yml', text }]).refused.map(describeProblem);

describe('a refused rule is named with its file, line and field, and with what to write', () => {
  test.each<[string, string, string]>([
    ['no YAML', 'title: [', 'rules/a.yml:1: This is not valid YAML'],
    ['an empty file', '# nothing\n', 'rules/a.yml:1: The file holds no rule'],
    ['a list', '- a\n', 'A rule must be a map that begins with "title:"'],
    ['no title', detection({ title: null }), 'title: write a title'],
    ['an id that is no UUID', detection({ id: '17' }), 'rules/a.yml:2: id: '],
    ['no id', detection({ id: null }), 'id: A rule that alerts needs "id:"'],
    ['an unknown level', detection({ level: 'severe' }), 'level: must be one of informational, low'],
    ['a tag without namespace', detection({ tags: '[T1110]' }), 'tags.0: must look like attack.t1110'],
    ['neither kind', detection({ detection: null }), 'either "detection:" or "correlation:"'],
    [
      'a filter without condition',
      detection({ detection: null, filter: '{}' }),
      'filter.condition: Write one',
    ],
    [
      'a filter without rules',
      detection({ detection: null, filter: '{ a: { b: c }, condition: not a }' }),
      'filter.rules: Write the ids or names of the rules to filter, or "any"',
    ],
    [
      'a filter for no rule',
      detection({ detection: null, filter: '{ rules: [ghost], a: { b: c }, condition: not a }' }),
      'filter.rules.0: There is no detection rule with the name or id "ghost"',
    ],
    ['a collection without rules', detection({ action: 'global' }), 'The collection holds no rule'],
    [
      'an unknown action',
      detection({ action: 'copy' }),
      'action: The action must be global, reset or repeat',
    ],
    ['nothing to repeat', detection({ action: 'repeat' }), 'action: There is no rule before this one'],
    ['no logsource', detection({ logsource: null }), 'logsource: Say which events the rule is for'],
    ['no condition', detection({ detection: '\n  a: { b: c }' }), 'detection.condition: Write how'],
    ['no selection', detection({ detection: '\n  condition: a' }), 'detection: There is no selection'],
    [
      'a timeframe',
      detection({ detection: '\n  timeframe: 5m\n  condition: a' }),
      'write a correlation rule',
    ],
    ['an empty selection', selection('{}'), 'The selection is empty'],
    ['an empty list', selection('user.name: []'), 'The list of values is empty'],
    ['a map as value', selection('user.name: { a: b }'), 'must be a text or a number, not a map'],
    [
      'lookaround',
      selection("user.name|re: '(?=a)'"),
      'lookahead and lookbehind cannot be run in linear time',
    ],
    ['a back-reference', selection("user.name|re: '(a)\\1'"), 'back-reference "\\1" cannot be run'],
    ['an open group', selection("user.name|re: '(a'"), 'a parenthesis is not closed'],
    ['a flag without re', selection('user.name|i: a'), '"i" belongs to re: write re|i'],
    ['re after another', selection('user.name|contains|re: a'), '"re" must come first'],
    ['four dashes', selection("a|contains|windash: '-a -b -c -d'"), 'at most 3 dashes'],
    ['wildcards to encode', selection("a|base64: 'a*'"), '"base64" cannot encode wildcards'],
    ['letters beyond ASCII to widen', selection('a|wide: ä'), 'letters beyond ASCII'],
    ['a placeholder without values', selection("a|expand: '%admins%'"), '%admins% has no values: list them'],
    [
      'a field reference with wildcards',
      selection("a|fieldref: 'b*'"),
      'is the name of a field, without wildcards',
    ],
    ['a time part of a text', selection('a|hour: noon'), 'must be a number without quotes, not "noon"'],
    [
      'a modifier that is none',
      selection('user.name|contians: a'),
      '"contians" is no Sigma modifier: use one of',
    ],
    ['two comparisons', selection('a|contains|endswith: b'), 'contains and endswith contradict each other'],
    ['all of one value', selection('a|all: b'), '"all" needs a list of two or more values'],
    ['exists of a word', selection('a|exists: maybe'), 'must be true or false, not "maybe"'],
    ['a text to compare', selection("a|gte: '5'"), 'must be a number without quotes, not "5"'],
    ['a network that is none', selection('a|cidr: 10.0.0.0/33'), '"10.0.0.0/33" is no network'],
    ['null in contains', selection('a|contains: null'), 'must be a text or a number, not null'],
    [
      'an unknown selection',
      condition('selecton'),
      'There is no selection "selecton": write one of selection',
    ],
    ['a group of nothing', condition('1 of filter*'), '"filter*" fits no selection'],
    ['a missing name', condition('selection and'), 'is missing at the end'],
    ['two names in a row', condition('selection selection'), '"selection" is one word too many'],
    ['an open parenthesis', condition('(selection'), 'A parenthesis is not closed'],
    ['more than there are', condition('2 of them'), '"2 of" can never be: only 1 selections fit'],
    ['another quantifier', condition('some of them'), '"some of" is not Sigma'],
    ['an aggregation', condition('selection | count() > 5'), 'write a correlation rule instead'],
    ['a condition that never ends', condition(`${'('.repeat(200)}selection`), 'nested more than 50 deep'],
    ['an unknown correlation', correlation({ type: 'sum' }), 'correlation.type: The type must be one of'],
    ['no timespan', correlation({ timespan: null }), 'correlation.timespan: write a number and s, m, h or d'],
    ['a timespan of hours and minutes', correlation({ timespan: '1h30m' }), '"1h30m" is no timespan'],
    ['a timespan of months', correlation({ timespan: '3M' }), 'at most 30d'],
    ['a timespan too long', correlation({ timespan: '31d' }), 'at most 30d'],
    ['no threshold', correlation({ condition: '{}' }), 'Write when it holds, such as "gte: 10"'],
    ['an unknown operator', correlation({ condition: '{ above: 3 }' }), '"above" is no comparison'],
    ['a text as threshold', correlation({ condition: "{ gte: '3' }" }), 'must be a number without quotes'],
    [
      'a threshold beyond the window',
      correlation({ condition: '{ gte: 2001 }' }),
      'A window remembers 2000 events',
    ],
    [
      'a count with a field',
      correlation({ condition: '{ gte: 3, field: a }' }),
      'looks at no field: leave it out',
    ],
    ['a sum without a field', correlation({ type: 'value_sum' }), 'A value_sum needs "field:"'],
    [
      'an alias for an unknown rule',
      correlation({ aliases: '{ a: { nobody: b } }' }),
      'correlation.aliases.a.nobody: There is no rule with the name or id "nobody"',
    ],
    ['an unknown rule', correlation({ rules: '[base, nobody]' }), 'no rule with the name or id "nobody"'],
    ['a correlation without id', correlation({}, { id: null }), 'id: A rule that alerts needs "id:"'],
    [
      'a test without alerts',
      detection({ tests: '[{ name: a, events: [{ event: {} }] }]' }),
      'tests.0.alerts',
    ],
    [
      'a test’s odd time',
      detection({ tests: '[{ name: a, events: [{ at: 5, event: {} }], alerts: [] }]' }),
      'at',
    ],
  ])('%s', (_, text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test('the line is the field’s own, in whatever document of the file it stands', () => {
    const [problem] = compileRuleset([
      {
        path: 'a.yml',
        text: `${detection()}---\n${selection('a|cidr: [10.0.0.0/8, x]').replace(ID, OTHER)}`,
      },
    ]).refused;
    expect(problem).toMatchObject({ line: 14, field: 'detection.selection.a|cidr.1' });
  });
});

describe('a bad rule stops no other', () => {
  test('not in its file and not in others', () => {
    const { ruleset, refused } = compileRuleset([
      { path: 'a.yml', text: `title: [\n---\n${detection()}` },
      { path: 'b.yml', text: `${detection({ id: OTHER })}---\ntitle: Bad\n` },
      { path: 'c.yml', text: 'a: b: c' },
    ]);
    expect(refused.map(({ file }) => file).sort()).toEqual(['a.yml', 'b.yml', 'c.yml']);
    expect(ruleset.detections.map(({ info }) => info.id).sort()).toEqual([ID, OTHER]);
  });

  test('but a correlation over a refused rule is refused too, with the reason', () => {
    const text = correlation().replace('user.name: root', 'user.name|regex: root');
    expect(problems(text)).toEqual([
      expect.stringContaining('"regex" is no Sigma modifier'),
      expect.stringContaining('There is no rule with the name or id "base", or it was refused'),
    ]);
  });

  test('and the rules under a refused correlation do not begin to alert by themselves', () => {
    for (const parts of [{ rules: '[base, nobody]' }, { timespan: 'soon' }]) {
      const { ruleset, refused } = compileRuleset([{ path: 'a.yml', text: correlation(parts) }]);
      expect(refused).toHaveLength(1);
      expect(ruleset.detections.map(({ alerts }) => alerts)).toEqual([false]);
    }
  });

  test('a second rule with the same id or name is refused, the first stays', () => {
    const { ruleset, refused } = compileRuleset([
      { path: 'a.yml', text: detection() },
      { path: 'b.yml', text: detection({ id: ID.toUpperCase(), title: 'Other' }) },
    ]);
    expect(refused.map(describeProblem)).toEqual([
      expect.stringContaining('b.yml:2: id: Another rule in a.yml'),
    ]);
    expect(ruleset.detections.map(({ info }) => info.title)).toEqual(['Rule']);
  });

  test('and a correlation over a refused correlation is refused too', () => {
    const above = correlation({ rules: 'first' }, { id: ID }).split('---\n').at(1);
    const chain = `${correlation({ timespan: 'soon' }, { name: 'first' })}---\n${above}`;
    expect(problems(chain)).toEqual([
      expect.stringContaining('"soon" is no timespan'),
      expect.stringContaining('There is no rule with the name or id "first", or it was refused'),
    ]);
  });

  test('a correlation without id may feed another, unless it alerts by itself too', () => {
    const chain = (generate: string) => {
      const above = correlation({ rules: 'first', generate }, { id: ID }).split('---\n').at(1);
      return `${correlation({}, { id: null, name: 'first' })}---\n${above}`;
    };
    expect(problems(chain('false'))).toEqual([]);
    expect(problems(chain('true'))).toEqual([
      expect.stringContaining('id: A rule that alerts needs "id:"'),
      expect.stringContaining('There is no rule with the name or id "first"'),
    ]);
  });

  test('correlations that refer to one another in a circle are refused', () => {
    const circle = `${correlation({ rules: '[base, second]' }, { name: 'first' })}---\n${correlation(
      { rules: 'first' },
      { id: ID, name: 'second' },
    )
      .split('---\n')
      .at(1)}`;
    expect(problems(circle)).toEqual([
      expect.stringContaining('in a circle'),
      expect.stringContaining('in a circle'),
    ]);
  });
});

test('a rule without a level is of medium level, and custom fields are allowed', () => {
  const { ruleset, refused } = compileRuleset([{ path: 'a.yml', text: detection({ 'x-team': 'blue' }) }]);
  expect(refused).toEqual([]);
  expect(ruleset.detections[0]?.info.level).toBe('medium');
  expect(ruleset.detections[0]?.logsource).toEqual({ product: 'linux' });
});

test('our own rules compile as a whole or not at all', () => {
  expect(compileOwnRules([{ path: 'a.yml', text: detection() }]).detections).toHaveLength(1);
  const files = [
    { path: 'a.yml', text: detection() },
    { path: 'b.yml', text: 'title: Bad' },
  ];
  expect(() => compileOwnRules(files)).toThrow('b.yml:1: A rule has either');
});
