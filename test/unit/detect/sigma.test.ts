import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { rulesetOf } from '../../support/detector.ts';

type Attributes = CanonicalEvent['attributes'];

/** Whether a rule with this detection (YAML, indented by nothing) matches the event. */
function matches(detection: string, event: CanonicalEvent): boolean {
  const indented = detection
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `  ${line}`)
    .join('\n');
  const ruleset = rulesetOf(
    `title: Rule\nid: 8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01\nlogsource: { product: gatehouse }\ndetection:\n${indented}\n`,
  );
  return ruleset.match(event).length > 0;
}

/** Whether one line of a selection matches an event with these attributes. */
const line = (text: string, attributes: Attributes): boolean =>
  matches(`selection:\n  ${text}\ncondition: selection`, buildEvent('acme', { attributes }));

describe('values', () => {
  test.each<[string, Attributes, boolean]>([
    // Plain text: whole value, without regard to case.
    ['process.name: cmd.exe', { 'process.name': 'CMD.exe' }, true],
    ['process.name: cmd.exe', { 'process.name': 'cmd.exe2' }, false],
    ['process.name: cmd.exe', {}, false],
    ['process.name|cased: Cmd', { 'process.name': 'Cmd' }, true],
    ['process.name|cased: Cmd', { 'process.name': 'cmd' }, false],
    ["user.name: ''", { 'user.name': '' }, true],
    ["user.name: ''", { 'user.name': 'x' }, false],
    ["user.name: ''", {}, false],
    ['user.name: MÜLLER', { 'user.name': 'müller' }, true],
    // Wildcards and escapes.
    ["file.path: '*\\temp\\\\*.exe'", { 'file.path': 'C:\\Temp\\a\\b.EXE' }, true],
    ["file.path: '*\\temp\\\\*.exe'", { 'file.path': 'C:\\Temp\\a.dll' }, false],
    ["file.name: 'a?c'", { 'file.name': 'abc' }, true],
    ["file.name: 'a?c'", { 'file.name': 'ac' }, false],
    ["file.name: 'a?c'", { 'file.name': 'a😀c' }, true],
    ["file.name: '*'", { 'file.name': '' }, true],
    ["file.name: '*'", {}, false],
    ["file.name: 'a\\*c'", { 'file.name': 'a*c' }, true],
    ["file.name: 'a\\*c'", { 'file.name': 'abc' }, false],
    ["file.name: 'a\\?'", { 'file.name': 'a?' }, true],
    ["file.name: 'a\\?'", { 'file.name': 'ab' }, false],
    ["file.path: 'C:\\\\*'", { 'file.path': 'C:\\Windows' }, true],
    ["file.path: 'C:\\\\*'", { 'file.path': 'C:*' }, false],
    ["file.path: 'a\\\\\\*b'", { 'file.path': 'a\\*b' }, true],
    ["file.path: 'a\\b'", { 'file.path': 'a\\b' }, true],
    ["file.path: 'a\\\\b'", { 'file.path': 'a\\b' }, true],
    ["file.path: 'a\\\\\\\\b'", { 'file.path': 'a\\\\b' }, true],
    ["file.name: 'a*b*a*b'", { 'file.name': 'aab-ab-b' }, true],
    ["file.name: '*ab'", { 'file.name': 'aabab' }, true],
    // Numbers, texts and booleans.
    ['event.code: 4625', { 'event.code': '4625' }, true],
    ['event.code: 4625', { 'event.code': 4625 }, true],
    ["event.code: '4625'", { 'event.code': 4625 }, true],
    ['event.code: 4625', { 'event.code': '04625' }, false],
    ['event.code|startswith: 46', { 'event.code': 4625 }, true],
    ['process.interactive: true', { 'process.interactive': true }, true],
    ['process.interactive: true', { 'process.interactive': 'TRUE' }, true],
    ['process.interactive: true', { 'process.interactive': false }, false],
    // Null, lists of the rule and lists of the event.
    ['user.name: null', {}, true],
    ['user.name: null', { 'user.name': '' }, false],
    ['user.name: [null, root]', { 'user.name': 'root' }, true],
    ['user.name: [null, root]', { 'user.name': 'bob' }, false],
    ['user.name: [eve, mallory]', { 'user.name': 'Mallory' }, true],
    ['related.ip: 192.0.2.1', { 'related.ip': ['198.51.100.1', '192.0.2.1'] }, true],
    ['related.ip: 192.0.2.1', { 'related.ip': [] }, false],
    // Names that every object has are no fields.
    ['constructor|exists: true', {}, false],
    ['toString: null', {}, true],
  ])('%s on %j is %j', (text, attributes, wanted) => {
    expect(line(text, attributes)).toBe(wanted);
  });
});

describe('modifiers', () => {
  test.each<[string, Attributes, boolean]>([
    [
      'process.command_line|contains: -EncodedCommand',
      { 'process.command_line': 'x -encodedcommand y' },
      true,
    ],
    ['process.command_line|contains: zzz', { 'process.command_line': 'x' }, false],
    ['process.command_line|contains: [a, b]', { 'process.command_line': 'xbx' }, true],
    ['process.command_line|contains|all: [a, b]', { 'process.command_line': 'xbx' }, false],
    ['process.command_line|contains|all: [a, b]', { 'process.command_line': 'xbxa' }, true],
    ["process.command_line|contains: 'a*b'", { 'process.command_line': '..a..b..' }, true],
    ["process.command_line|contains: 'a\\*b'", { 'process.command_line': '..a..b..' }, false],
    ["file.path|startswith: 'c:\\users'", { 'file.path': 'C:\\Users\\x' }, true],
    ["file.path|startswith: 'users'", { 'file.path': 'C:\\Users\\x' }, false],
    ["file.path|endswith: '\\cmd.exe'", { 'file.path': 'C:\\Windows\\CMD.EXE' }, true],
    ["file.path|endswith: '.exe'", { 'file.path': 'a.exe.txt' }, false],
    ["file.path|endswith: '?.exe'", { 'file.path': '.exe' }, false],
    ['file.path|endswith|cased: EXE', { 'file.path': 'a.exe' }, false],
    ['user.name|exists: true', { 'user.name': '' }, true],
    ['user.name|exists: yes', {}, false],
    ['user.name|exists: false', {}, true],
    ['user.name|neq: root', { 'user.name': 'ROOT' }, false],
    ['user.name|neq: root', { 'user.name': 'bob' }, true],
    ['user.name|neq: [root, bob]', { 'user.name': 'bob' }, false],
    ['user.name|neq: root', {}, true],
    ['event.code|neq: 1', { 'event.code': '2' }, true],
    ['source.bytes|gt: 10', { 'source.bytes': 10 }, false],
    ['source.bytes|gte: 10', { 'source.bytes': 10 }, true],
    ['source.bytes|lt: 10', { 'source.bytes': '9.5' }, true],
    ['source.bytes|lte: -1', { 'source.bytes': -1 }, true],
    ['source.bytes|lt: 10', { 'source.bytes': '' }, false],
    ['source.bytes|lt: 10', { 'source.bytes': true }, false],
    ['source.bytes|lt: 10', { 'source.bytes': '0x1' }, false],
    ['source.bytes|lt: 10', {}, false],
    ['source.ip|cidr: 10.0.0.0/8', { 'source.ip': '10.255.0.1' }, true],
    ['source.ip|cidr: 10.0.0.0/8', { 'source.ip': '11.0.0.1' }, false],
    ['source.ip|cidr: 10.0.0.0/8', { 'source.ip': '10.1' }, false],
    ['source.ip|cidr: [192.0.2.0/24, 2001:db8::/32]', { 'source.ip': '2001:DB8::1' }, true],
    ['source.ip|cidr: fe80::/10', { 'source.ip': '192.0.2.1' }, false],
  ])('%s on %j is %j', (text, attributes, wanted) => {
    expect(line(text, attributes)).toBe(wanted);
  });
});

describe('selections and conditions', () => {
  const event = buildEvent('acme', {
    attributes: { 'user.name': 'alice', 'event.action': 'login', 'related.user': ['bob', 'carol'] },
  });

  test('a map needs all of its lines, a list of maps any of its maps', () => {
    expect(matches('s:\n  user.name: alice\n  event.action: login\ncondition: s', event)).toBe(true);
    expect(matches('s:\n  user.name: alice\n  event.action: logout\ncondition: s', event)).toBe(false);
    expect(matches('s:\n  - user.name: eve\n  - event.action: login\ncondition: s', event)).toBe(true);
  });

  test('keywords are looked for in every value of the event, inside lists and the header too', () => {
    expect(matches('k:\n  - nothing\n  - CARO\ncondition: k', event)).toBe(true);
    expect(matches('k: vpn-1\ncondition: k', event)).toBe(true);
    expect(matches('k:\n  - nothing\ncondition: k', event)).toBe(false);
    expect(matches("k:\n  '|all':\n    - ali\n    - 'lo*n'\ncondition: k", event)).toBe(true);
    expect(matches("k:\n  '|all':\n    - ali\n    - eve\ncondition: k", event)).toBe(false);
  });

  const four =
    'sel_a: { user.name: alice }\nsel_b: { user.name: eve }\n_hidden: { user.name: eve }\nfilter: { event.action: login }';
  test.each([
    ['sel_a', true],
    ['sel_b', false],
    ['not sel_b', true],
    ['sel_a and not filter', false],
    ['sel_b or sel_a', true],
    // "and" binds closer than "or", "not" closer than both.
    ['sel_a or sel_b and sel_b', true],
    ['(sel_a or sel_b) and sel_b', false],
    ['not sel_b and sel_a', true],
    ['not (sel_b or sel_a)', false],
    ['not not sel_a', true],
    ['1 of sel_*', true],
    ['any of sel_*', true],
    ['all of sel_*', false],
    ['not 1 of filter*', false],
    ['all of filter', true],
    ['1 of them', true],
    ['all of them', false],
    ['1 of *_b', false],
    ['1 of _hidden*', false],
    ['SEL_A', null],
  ])('%s', (condition, wanted) => {
    const evaluate = () => matches(`${four}\ncondition: ${condition}`, event);
    if (wanted === null) expect(evaluate).toThrow('There is no selection "SEL_A"');
    else expect(evaluate()).toBe(wanted);
  });

  test('"them" leaves out selections that begin with an underscore', () => {
    expect(matches('a: { user.name: alice }\n_b: { user.name: eve }\ncondition: all of them', event)).toBe(
      true,
    );
  });

  test('a list of conditions matches when any does', () => {
    expect(matches(`${four}\ncondition: [sel_b, sel_a]`, event)).toBe(true);
  });

  test('the header’s fields are there under their names', () => {
    const header = [
      'category: auth',
      'severity: 3',
      'actor.id: alice',
      'actor.type: user',
      'target.id: vpn-1',
      'target.type: asset',
      'source.system: vpn',
      'source.integration: ecs-json',
    ];
    expect(matches(`s:\n${header.map((one) => `  ${one}`).join('\n')}\ncondition: s`, event)).toBe(true);
  });
});

test('rules are told apart', () => {
  const rule = (n: number, condition: string) =>
    `title: R${n}\nid: 8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c0${n}\nlogsource: { product: gatehouse }\n` +
    `detection:\n  auth: { category: auth }\n  cloud: { category: cloud }\n  condition: ${condition}\n`;
  const ruleset = rulesetOf(
    ['auth', 'cloud', 'not auth', 'not cloud'].map((one, i) => rule(i, one)).join('---\n'),
  );
  const titles = (category: 'auth' | 'ops') =>
    ruleset.match(buildEvent('acme', { category })).map(({ rule: { info } }) => info.title);
  expect(titles('auth')).toEqual(['R0', 'R3']);
  expect(titles('ops')).toEqual(['R2', 'R3']);
});
