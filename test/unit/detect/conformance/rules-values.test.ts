import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { readPipeline } from '#shared/detect/read-pipeline.ts';
import { detectLines, matchesFields } from '../../../support/detect-lines.ts';

type Fields = Record<string, unknown>;

/** One selection of one line against one event, by the specification's sentence. */
const table = (rows: [string, Fields, boolean][]) =>
  test.each(rows)('%s on %j is %j', (line, fields, wanted) => {
    expect(matchesFields(`selection:\n  ${line}\ncondition: selection`, fields)).toBe(wanted);
  });

describe('rules specification, "General"', () => {
  table([
    // "All values are treated as case-insensitive strings."
    ["f: 'Value'", { f: 'vALUE' }, true],
    ["f: 'ÄÖÜ'", { f: 'äöü' }, true],
    ["f: 'ΣΑΣ'", { f: 'σας' }, true],
    ['f: 12', { f: '12' }, true],
    ["f: '12'", { f: 12 }, true],
    // "You can use wildcard characters * and ? in strings."
    ["f: 'a*'", { f: 'abc' }, true],
    // "Regular expressions are case-sensitive by default."
    ["f|re: 'A'", { f: 'a' }, false],
    // "You don't have to escape characters except the string quotation marks."
    ["f: 'a.(b)[c]{d}^$|+'", { f: 'a.(b)[c]{d}^$|+' }, true],
    ["f: 'it''s'", { f: "it's" }, true],
    ["f: 'a.c'", { f: 'abc' }, false],
  ]);
});

describe('rules specification, "String Wildcard"', () => {
  table([
    // "? to replace a single mandatory character"
    ["f: 'prog?.exe'", { f: 'progA.exe' }, true],
    ["f: 'prog?.exe'", { f: 'prog.exe' }, false],
    ["f: 'prog?.exe'", { f: 'progAB.exe' }, false],
    ["f: '?'", { f: '\n' }, true],
    ["f: '??'", { f: '😀a' }, true],
    ["f: '??'", { f: '😀' }, false],
    // "* to replace an unbounded length wildcard"
    ["f: 'antivirus_V*.exe'", { f: 'antivirus_V1.exe' }, true],
    ["f: 'antivirus_V*.exe'", { f: 'antivirus_V21.2.1.exe' }, true],
    ["f: 'antivirus_V*.exe'", { f: 'antivirus_V.exe' }, true],
    ["f: 'antivirus_V*.exe'", { f: 'antivirus_V1.exe.txt' }, false],
    ["f: 'a*b'", { f: 'a\n\nb' }, true],
    // "*something" is endswith, "something*" startswith, "*something*" contains.
    ["f: '*something'", { f: 'x something' }, true],
    ["f: '*something'", { f: 'something x' }, false],
    ["f: 'something*'", { f: 'something x' }, true],
    ["f: 'something*'", { f: 'x something' }, false],
    ["f: '*something*'", { f: 'x something x' }, true],
    ["f: '*'", { f: '' }, true],
    ["f: '*'", {}, false],
    ["f: '?*'", { f: '' }, false],
    ["f: '**a**'", { f: 'xax' }, true],
  ]);
});

describe('rules specification, "Escaping"', () => {
  table([
    // "Plain backslash not followed by a wildcard can be expressed as single \\ or double backslash"
    ["f: 'C:\\Windows'", { f: 'C:\\Windows' }, true],
    ["f: 'C:\\\\Windows'", { f: 'C:\\Windows' }, true],
    ["f: 'a\\'", { f: 'a\\' }, true],
    // "A wildcard has to be escaped to be handled as a plain character"
    ["f: 'a\\*'", { f: 'a*' }, true],
    ["f: 'a\\*'", { f: 'ab' }, false],
    ["f: 'a\\?'", { f: 'a?' }, true],
    ["f: 'a\\?'", { f: 'ab' }, false],
    ["f|contains: '\\*'", { f: 'a*b' }, true],
    ["f|contains: '\\*'", { f: 'ab' }, false],
    // "The backslash before a wildcard has to be escaped to handle the value as a backslash followed by a wildcard"
    ["f: 'a\\\\*'", { f: 'a\\xyz' }, true],
    ["f: 'a\\\\*'", { f: 'axyz' }, false],
    ["f: 'a\\\\?'", { f: 'a\\b' }, true],
    // "Three backslashes are necessary to escape both, the backslash and the wildcard"
    ["f: 'a\\\\\\*'", { f: 'a\\*' }, true],
    ["f: 'a\\\\\\*'", { f: 'a\\b' }, false],
    // "Three or four backslashes are handled as double backslash."
    ["f: '\\\\\\\\x'", { f: '\\\\x' }, true],
    ["f: '\\\\\\x'", { f: '\\\\x' }, true],
    ["f: '\\\\\\\\x'", { f: '\\x' }, false],
  ]);
});

describe('rules specification, "Lists" and "Maps"', () => {
  const matches = (text: string, fields: Fields) => matchesFields(text, fields);

  test('strings of a list are applied to the full message and linked with OR', () => {
    const rule = "k: ['EVILSERVICE', 'svchost.exe -n evil']\ncondition: k";
    expect(matches(rule, { a: 'x', b: 'the evilservice ran' })).toBe(true);
    expect(matches(rule, { a: 'run svchost.exe -n evil now' })).toBe(true);
    expect(matches(rule, { a: 'svchost.exe -n good' })).toBe(false);
  });

  test('maps of a list are linked with OR', () => {
    const rule =
      "s:\n  - Image|endswith: '\\example.exe'\n  - Description|contains: 'Test executable'\ncondition: s";
    expect(matches(rule, { Image: 'C:\\example.exe' })).toBe(true);
    expect(matches(rule, { Description: 'a test executable' })).toBe(true);
    expect(matches(rule, { Image: 'C:\\other.exe' })).toBe(false);
  });

  test('strings and maps may stand in one list', () => {
    const rule = 's:\n  - needle\n  - f: x\ncondition: s';
    expect(matches(rule, { g: 'a needle' })).toBe(true);
    expect(matches(rule, { f: 'x' })).toBe(true);
    expect(matches(rule, { f: 'y' })).toBe(false);
  });

  test('elements of a map are joined with AND, values of a list within with OR', () => {
    const rule = 's:\n  EventLog: Security\n  EventID: [517, 1102]\ncondition: s';
    expect(matches(rule, { EventLog: 'Security', EventID: 517 })).toBe(true);
    expect(matches(rule, { EventLog: 'Security', EventID: '1102' })).toBe(true);
    expect(matches(rule, { EventLog: 'Security', EventID: 4624 })).toBe(false);
    expect(matches(rule, { EventID: 517 })).toBe(false);
  });

  test('a list of maps within a list is still OR', () => {
    expect(matches('s:\n  - - f: x\n    - f: y\n  - f: z\ncondition: s', { f: 'y' })).toBe(true);
  });
});

describe('rules specification, "Field Usage"', () => {
  table([
    // "use them as they appear in the log source and strip all spaces"
    ['NewValue: x', { 'New Value': 'x' }, true],
    ["'SAM User Account': x", { SAMUserAccount: 'x' }, true],
    ['SAMUserAccount|exists: true', { 'SAM User Account': null }, true],
    // Field names are taken as written: case matters.
    ['newvalue: x', { NewValue: 'x' }, false],
  ]);

  test('what one rule calls a field does not change what another finds', () => {
    const rule = (name: string, field: string) =>
      `title: ${name}\nname: ${name}\nlogsource: { product: any }\ndetection: { s: { '${field}': x }, condition: s }\n`;
    const both = `${rule('one', 'New Value')}---\n${rule('two', 'NewValue')}`;
    for (const field of ['New Value', 'NewValue']) {
      expect(detectLines(both, [{ ev: { [field]: 'x' } }], { raw: true })).toHaveLength(2);
    }
  });
});

describe('rules specification, "Special Field Values" and "Field Existence"', () => {
  table([
    ["f: ''", { f: '' }, true],
    ["f: ''", { f: ' ' }, false],
    ["f: ''", {}, false],
    ["f: ''", { f: null }, false],
    ['f: null', { f: null }, true],
    ['f: null', {}, true],
    ['f: null', { f: '' }, false],
    ['f:', {}, true],
    ["f: ['', null]", {}, true],
    ["f: 'null'", { f: 'null' }, true],
    ["f: 'null'", { f: null }, false],
    ['f|exists: true', { f: 'x' }, true],
    ['f|exists: true', {}, false],
    ['f|exists: false', {}, true],
    ['f|exists: false', { f: '' }, false],
  ]);

  test('"not null" is another selection that is negated', () => {
    const rule =
      'selection: { EventID: 4738 }\nfilter: { PasswordLastSet: null }\ncondition: selection and not filter';
    expect(matchesFields(rule, { EventID: 4738, PasswordLastSet: 'x' })).toBe(true);
    expect(matchesFields(rule, { EventID: 4738 })).toBe(false);
    expect(matchesFields(rule, { EventID: 4738, PasswordLastSet: null })).toBe(false);
  });
});

describe('rules specification, "Placeholders"', () => {
  const run = (line: string, fields: Fields, vars = '{ name: [alice, "b*"], other: [x] }') => {
    const read = readPipeline({ path: 'p.yml', text: `vars: ${vars}` });
    const text = `title: R\nname: r\nlogsource: { product: x }\ndetection:\n  s: { ${line} }\n  condition: s\n`;
    const pipelines = 'ok' in read ? [read.ok] : [];
    const { ruleset, refused } = compileRuleset([{ path: 'r.yml', text }], { target: 'file', pipelines });
    if (refused.length > 0) return refused[0]?.message;
    return { ruleset, fields, line };
  };
  const matches = (line: string, fields: Fields) => {
    const read = run(line, fields);
    if (typeof read !== 'object') throw new Error(read);
    return read.ruleset.detections[0]?.expression;
  };

  test('are replaced with one or several values or patterns, with expand only', () => {
    expect(matches("'f|expand': '%name%'", {})).toMatchObject({
      op: 'or',
      of: [{ test: { pattern: ['alice'] } }, { test: { pattern: ['b', 0] } }],
    });
    expect(matches("f: '%name%'", {})).toMatchObject({ test: { pattern: ['%name%'] } });
  });

  test('a percent character is plain behind a backslash', () => {
    expect(matches("'f|expand': '\\%plain%other%'", {})).toMatchObject({ test: { pattern: ['%plainx'] } });
  });

  test('a rule with a placeholder that has no values is rejected', () => {
    expect(run("'f|expand': '%servers%'", {})).toContain('%servers% has no values');
  });

  test('stand beside other text, and work with contains before and after', () => {
    expect(matches("'f|expand|contains': 'a-%other%-b'", {})).toMatchObject({
      test: { pattern: [0, 'a-x-b', 0] },
    });
    expect(matches("'f|contains|expand': 'a-%other%-b'", {})).toMatchObject({
      test: { pattern: [0, 'a-x-b', 0] },
    });
  });
});

describe('rules specification, "Keywords search"', () => {
  const matches = (text: string, fields: Fields) => matchesFields(`${text}\ncondition: k`, fields);

  test('searches keywords across an entire event', () => {
    expect(matches("k: ['event::clear', 'event::drop']", { a: { b: ['x event::DROP x'] } })).toBe(true);
    expect(matches("k: ['event::clear']", { 'event::clear': 'x' })).toBe(false);
    expect(matches('k: [4625]', { a: 4625 })).toBe(true);
    expect(matches('k: [true]', { a: true })).toBe(true);
  });

  test("'|all' needs all of them, wherever they stand", () => {
    const rule = "k: { '|all': ['OabVirtualDirectory', ' -ExternalUrl '] }";
    expect(matches(rule, { a: 'OabVirtualDirectory x -ExternalUrl y' })).toBe(true);
    expect(matches(rule, { a: 'oabvirtualdirectory', b: 'x -externalurl y' })).toBe(true);
    expect(matches(rule, { a: 'OabVirtualDirectory' })).toBe(false);
  });

  test('wildcards and escapes work in them', () => {
    expect(matches("k: ['a*c']", { f: 'xabcx' })).toBe(true);
    expect(matches("k: ['a\\*c']", { f: 'xabcx' })).toBe(false);
    expect(matches("k: ['a\\*c']", { f: 'xa*cx' })).toBe(true);
    expect(matches("k: { '|re': '^a.c$' }", { f: 'abc' })).toBe(true);
    expect(matches("k: { '|contains|all': [a, b] }", { f: 'xaxb' })).toBe(true);
  });
});
