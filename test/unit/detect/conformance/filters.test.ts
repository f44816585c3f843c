import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { readPipeline } from '#shared/detect/read-pipeline.ts';
import { detectLines } from '../../../support/detect-lines.ts';

const ID = '8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01';
const rule = (name: string, parts = '') => `title: ${name}
name: ${name}
logsource: { product: windows, category: process_creation }
detection:
  selection: { kind: a }
  condition: selection
${parts}---
`;
const event = (ev: Record<string, unknown>, ls: Record<string, string[]> = {}) => ({
  ls: { product: ['windows'], category: ['process_creation'], ...ls },
  ev,
});
const ids = (rules: string, ...events: unknown[]) =>
  detectLines(rules, events).map(({ i, id }) => `${i} ${id}`);

describe('filters specification', () => {
  const filter = (rules: string, logsource = '{ product: windows }', condition = 'not selection') =>
    `title: Filter\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n  selection: { user: adm }\n  condition: ${condition}\n`;
  const seen = [event({ kind: 'a', user: 'adm' }), event({ kind: 'a', user: 'bob' })];

  test('adds its condition to the rules it names, and to no other', () => {
    expect(ids(`${rule('one')}${rule('two')}${filter('[one]')}`, ...seen)).toEqual([
      '0 two',
      '1 one',
      '1 two',
    ]);
  });

  test('"any" means all rules of its logsource', () => {
    expect(ids(`${rule('one')}${rule('two')}${filter('any')}`, ...seen)).toEqual(['1 one', '1 two']);
    expect(ids(`${rule('one')}${filter('any', '{ product: linux }')}`, ...seen)).toEqual(['0 one', '1 one']);
  });

  test('a condition without "not" narrows the rule to what it selects', () => {
    expect(ids(`${rule('one')}${filter('one', '{ product: windows }', 'selection')}`, ...seen)).toEqual([
      '0 one',
    ]);
  });
});

describe('logsources', () => {
  test('a rule applies when every part that it sets is in the event’s list', () => {
    const rules = rule('one');
    expect(ids(rules, event({ kind: 'a' }, { category: ['x', 'process_creation'] }))).toEqual(['0 one']);
    expect(ids(rules, event({ kind: 'a' }, { category: ['x'] }))).toEqual([]);
    expect(ids(rules, { ev: { kind: 'a' } })).toEqual([]);
    expect(ids(rules, event({ kind: 'a' }, { service: ['sysmon'] }))).toEqual(['0 one']);
  });

  test('--raw ignores them', () => {
    expect(detectLines(rule('one'), [{ ev: { kind: 'a' } }], { raw: true })).toEqual([{ i: 0, id: 'one' }]);
  });
});

describe('rule collections', () => {
  test('global adds to all that follow, reset forgets it, repeat changes the rule before', () => {
    const text = `action: global
logsource: { product: windows, category: process_creation }
detection: { condition: selection }
---
title: One
name: one
detection: { selection: { kind: a } }
---
action: repeat
name: two
detection: { selection: { kind: b } }
---
action: reset
---
title: Three
name: three
detection: { selection: { kind: a }, condition: selection }
`;
    const { ruleset, refused } = compileRuleset([{ path: 'a.yml', text }], { target: 'file' });
    expect(ruleset.detections.map(({ info, logsource }) => [info.id, info.title, logsource.product])).toEqual(
      [
        ['one', 'One', 'windows'],
        ['two', 'One', 'windows'],
      ],
    );
    expect(refused).toMatchObject([{ field: 'logsource' }]);
    expect(refused).toHaveLength(1);
  });
});

describe('pipelines', () => {
  const pipeline = (text: string) => {
    const read = readPipeline({ path: 'p.yml', text });
    if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join());
    return read.ok;
  };
  const compiled = (text: string, rules = rule('one')) =>
    compileRuleset([{ path: 'a.yml', text: rules }], { target: 'file', pipelines: [pipeline(text)] }).ruleset
      .detections[0];

  test('field_name_mapping renames, to several names as alternatives', () => {
    const one = compiled('transformations: [{ type: field_name_mapping, mapping: { kind: [x, y] } }]');
    expect(one?.expression).toMatchObject({ op: 'or', of: [{ field: 'x' }, { field: 'y' }] });
  });

  test('field_name_prefix puts a text before every name, for the logsources it is for', () => {
    const step = (category: string) =>
      `transformations: [{ type: field_name_prefix, prefix: win., rule_conditions: [{ type: logsource, category: ${category} }] }]`;
    expect(compiled(step('process_creation'))?.expression).toMatchObject({ field: 'win.kind' });
    expect(compiled(step('image_load'))?.expression).toMatchObject({ field: 'kind' });
  });

  test('add_condition and change_logsource', () => {
    const one = compiled(
      'transformations: [{ type: add_condition, conditions: { code: 1 } }, { type: change_logsource, service: sysmon }]',
    );
    expect(one?.expression).toMatchObject({ op: 'and', of: [{ field: 'kind' }, { field: 'code' }] });
    expect(one?.logsource).toEqual({ service: 'sysmon' });
  });

  test('vars are the values of placeholders', () => {
    const rules = rule('one').replace('kind: a', "'kind|expand': '%kinds%'");
    expect(compiled('vars: { kinds: [a, b] }', rules)?.expression).toMatchObject({ op: 'or', of: [{}, {}] });
  });

  test('a transformation that is not known is refused with its line', () => {
    const read = readPipeline({
      path: 'p.yml',
      text: 'name: p\ntransformations:\n  - type: drop_detection_item\n',
    });
    expect(read).toMatchObject({ problems: [{ line: 3, field: 'transformations.0.type' }] });
  });
});

test('the community’s fields and logsources are those of canonical events', () => {
  const canonical = (attributes: Record<string, unknown>) => ({
    tenant_id: 'acme',
    event_id: ID,
    timestamp: '2026-11-22T10:00:00.000Z',
    source: { system: 'sysmon', integration: 'winlogbeat' },
    category: 'endpoint',
    severity: 1,
    actor: { type: 'user', id: 'alice' },
    target: { type: 'asset', id: 'pc' },
    attributes,
  });
  const rules = `title: Shell
id: ${ID}
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\\\cmd.exe', CommandLine|contains: whoami }
  condition: selection
`;
  const process = {
    'process.executable': 'C:\\\\Windows\\\\cmd.exe',
    'process.command_line': 'cmd /c whoami',
  };
  const sysmon = { 'winlog.channel': 'Microsoft-Windows-Sysmon/Operational', 'event.code': '1' };
  const elastic = { 'host.os.type': 'windows', 'event.category': ['process'], 'event.type': ['start'] };
  expect(detectLines(rules, [canonical({ ...process, ...sysmon })])).toEqual([{ i: 0, id: ID }]);
  expect(detectLines(rules, [canonical({ ...process, ...elastic })])).toEqual([{ i: 0, id: ID }]);
  expect(detectLines(rules, [canonical({ ...process, ...sysmon, 'event.code': '5' })])).toEqual([]);
});
