import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { explainMatch, MAX_VALUE } from '#shared/detect/explain.ts';
import { readPipeline } from '#shared/detect/read-pipeline.ts';
import { explanationSchema } from '#shared/schema/explanation.ts';

const ID = '8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01';

function explain(detection: string, event: Record<string, unknown>, more = '', pipeline?: string) {
  const text = `title: Rule\nid: ${ID}\nlogsource: { product: any }\n${more}detection:\n  ${detection.replaceAll('\n', '\n  ')}\n`;
  const read = pipeline === undefined ? null : readPipeline({ path: 'p.yml', text: pipeline });
  const pipelines = read !== null && 'ok' in read ? [read.ok] : [];
  const { ruleset, refused } = compileRuleset([{ path: 'a.yml', text }], { target: 'file', pipelines });
  expect(refused).toEqual([]);
  const [rule] = JSON.parse(JSON.stringify(ruleset.detections));
  const explanation = explainMatch(rule, event);
  return explanation === null ? null : explanationSchema.parse(explanation);
}

/** How one line of a selection was answered, with the marked words in brackets. */
function marked(line: string, event: Record<string, unknown>): string[] {
  const explanation = explain(`s: { ${line} }\ncondition: s`, event);
  return (explanation?.matches ?? []).map(({ field, how, pattern, value, spans }) => {
    let text = value ?? 'null';
    for (const [from, to] of [...spans].reverse()) {
      text = `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`;
    }
    return `${field} ${how} ${pattern}: ${text}`;
  });
}

describe('the words that matched are marked', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['f: Cmd', { f: 'CMD' }, ['f equals cmd: [CMD]']],
    ['f|contains: two', { f: 'one TWO two' }, ['f contains two: one [TWO] two']],
    ['f|startswith: one', { f: 'One' }, ['f startswith one: [One]']],
    ['f|endswith: ne', { f: 'ne one' }, ['f endswith ne: ne o[ne]']],
    ["f: 'a*c?e*'", { f: 'abbcdef' }, ['f wildcard a*c?e*: [a]bb[cde]f']],
    ["f|endswith: 'a*c'", { f: 'xacbc' }, ['f wildcard *a*c: x[a]cb[c]']],
    ["f|contains: 'b?b'", { f: 'abbaxb😀b' }, ['f wildcard *b?b*: abbax[b😀b]']],
    ['f|contains: i', { f: 'xİi' }, ['f contains i: x[İ]i']],
    ['f|contains|cased: A', { f: 'aA' }, ['f contains A: a[A]']],
    ["f|windash|contains: ' -x'", { f: 'a /x' }, ['f contains  /x: a[ /x]']],
    ["f|re: 'b+c?'", { f: 'abbbcd' }, ['f re b+c?: a[bbbc]d']],
    ["f|re: '\\bb|^a'", { f: 'xb b' }, ['f re \\bb|^a: xb [b]']],
    ["f|re|i: '(B|c)$'", { f: '😀b\n' }, ['f re (B|c)$: 😀[b]\n']],
    ["f|cidr: '10.0.0.0/8'", { f: '10.1.2.3' }, ['f cidr 10.0.0.0/8: [10.1.2.3]']],
    ['f|gte: 5', { f: 7 }, ['f gte 5: [7]']],
    ['f|hour: 3', { f: '2026-01-01T03:00:00Z' }, ['f hour 3: [2026-01-01T03:00:00Z]']],
    ['f: 4625', { f: '4625' }, ['f equals 4625: [4625]']],
    ['f|exists: true', { f: null }, ['f exists true: null']],
    ['f: null', {}, ['f null : null']],
    ['f|fieldref: g', { f: 'a', g: 'A' }, ['f fieldref g: [a]']],
    ['f: [a, b]', { f: ['x', 'b', 'a'] }, ['f equals a: [a]', 'f equals b: [b]']],
    ['f|contains: [a, b]', { f: 'b' }, ['f contains b: [b]']],
    ['a.b: x', { a: [{ b: 'y' }, { b: 'X' }] }, ['a.b equals x: [X]']],
    ["'Source Name': x", { SourceName: 'x' }, ['SourceName equals x: [x]']],
    ["f: '*'", { f: '' }, ['f wildcard *: ']],
  ])('%s on %j', (line, event, wanted) => {
    expect(marked(line, event)).toEqual(wanted);
  });
});

test('says which search identifiers held and which did not, and shows nothing of what was negated', () => {
  const found = explain(
    'sel_a: { f: x }\nsel_b: { f: y }\nkey: [hay, needle]\nfilter: { g: z }\ncondition: 1 of sel_* and key and not filter',
    { f: 'x', deep: { list: ['a Needle'] } },
  );
  expect(found).toEqual({
    rule: { id: ID, title: 'Rule', version: expect.stringMatching(/^[0-9a-f]{12}$/) },
    selections: ['sel_a', 'key'],
    matches: [
      {
        selection: 'sel_a',
        field: 'f',
        rule_field: 'f',
        how: 'equals',
        pattern: 'x',
        value: 'x',
        at: 0,
        spans: [[0, 1]],
      },
      {
        selection: 'key',
        field: 'deep.list',
        rule_field: null,
        how: 'contains',
        pattern: 'needle',
        value: 'a Needle',
        at: 0,
        spans: [[2, 8]],
      },
    ],
  });
  expect(explain('a: { f: x }\nb: { g: y }\ncondition: a and not b', { f: 'x', g: 'y' })).toBeNull();
});

test('what is negated twice is shown, and "N of" shows the parts that held', () => {
  const event = { f: 1, g: 2 };
  expect(explain('a: { f: 1 }\nb: { g: 3 }\ncondition: not (not a or b)', event)?.selections).toEqual(['a']);
  expect(explain('a: { f: 1 }\nb: { g: 2 }\nc: { h: 1 }\ncondition: 2 of them', event)?.selections).toEqual([
    'a',
    'b',
  ]);
  expect(explain('a: { f|neq: 2 }\ncondition: a', event)).toMatchObject({ selections: ['a'], matches: [] });
});

test('the version is the date of change, or of the rule', () => {
  const version = (more: string) => explain('a: { f: 1 }\ncondition: a', { f: 1 }, more)?.rule.version;
  expect(version('date: 2025/3/1\nmodified: 2026-11-22\n')).toBe('2026-11-22');
  expect(version('date: 2025/3/1\n')).toBe('2025-03-01');
});

test('a field that a pipeline renamed has both names', () => {
  const pipeline =
    'transformations: [{ type: field_name_mapping, mapping: { Image: [process.executable, x] } }]';
  const found = explain(
    "s: { Image|endswith: '\\a.exe' }\ncondition: s",
    { 'process.executable': 'C:\\A.exe' },
    '',
    pipeline,
  );
  expect(found).toMatchObject({
    selections: ['s'],
    matches: [{ field: 'process.executable', rule_field: 'Image', spans: [[2, 8]] }],
  });
});

test('of a long value the part around the match is kept', () => {
  const hay = 'hay '.repeat(100_000);
  const found = explain('s: { f|contains: needle }\ncondition: s', { f: `${hay}needle${hay}` })?.matches[0];
  const [[from, to] = [0, 0]] = found?.spans ?? [];
  expect(found?.value).toHaveLength(MAX_VALUE);
  expect(found?.value?.slice(from, to)).toBe('needle');
  expect((found?.at ?? 0) + from).toBe(hay.length);
});

test('the path to a value nested deep is cut', () => {
  let event: Record<string, unknown> = { end: 'needle' };
  for (let i = 0; i < 10_000; i++) event = { deep: event };
  expect(explain('k: [needle]\ncondition: k', event)?.matches[0]?.field).toHaveLength(256);
});

test('the place of a regular expression is given up where finding it would take long', () => {
  const found = explain("s: { f|re: '(a|aa)*(a|b)*c$' }\ncondition: s", { f: `${'ab'.repeat(500_000)}c` });
  expect(found?.matches).toMatchObject([{ how: 're', at: 0, spans: [] }]);
});
