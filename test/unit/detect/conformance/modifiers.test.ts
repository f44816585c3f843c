import { describe, expect, test } from 'vitest';
import { matchesFields } from '../../../support/detect-lines.ts';

type Fields = Record<string, unknown>;

/** Whether one line of a selection matches an event with these fields. */
const line = (text: string, fields: Fields) =>
  matchesFields(`selection:\n  ${text}\ncondition: selection`, fields);

const table = (rows: [string, Fields, boolean][]) =>
  test.each(rows)('%s on %j is %j', (text, fields, wanted) => {
    expect(line(text, fields)).toBe(wanted);
  });

describe('appendix modifiers, "Generic Modifiers"', () => {
  table([
    // Wildcards inside what is opened at its ends.
    ["f|startswith: 'a*b'", { f: 'axxbyy' }, true],
    ["f|startswith: 'a*b'", { f: 'xaxxb' }, false],
    ["f|endswith: 'a?b'", { f: 'yy-axb' }, true],
    ["f|endswith: 'a?b'", { f: 'yy-ab' }, false],
    ["f|contains: '*a*'", { f: 'xax' }, true],
    ["f|startswith: ''", { f: 'x' }, true],
    ["f|startswith: ''", {}, false],
    // "all" turns a list into AND, also behind an expansion.
    ["f|contains|all: ['a', 'b']", { f: ['xa', 'xb'] }, true],
    ["f|windash|contains|all: ['-a', '-b']", { f: '/a /b' }, true],
    ["f|windash|contains|all: ['-a', '-b']", { f: '/a b' }, false],
    ["f|all: ['*a*', '*b*']", { f: 'ab' }, true],
    // "exists" looks at presence alone: "not its value, be it empty or null".
    ['f|exists: true', { f: '' }, true],
    ['f|exists: true', { f: null }, true],
    ['f|exists: false', { f: null }, false],
    ['f|exists: false', {}, true],
    // A field that is null is as good as none, except for "exists".
    ['f: null', { f: null }, true],
    ['f: null', {}, true],
    ['f: null', { f: '' }, false],
    ["f: ''", { f: null }, false],
    ["f|contains: 'null'", { f: null }, false],
    // "cased"
    ['f|contains|cased: Ab', { f: 'xAbx' }, true],
    ['f|contains|cased: Ab', { f: 'xabx' }, false],
    ["f|cased: 'A*'", { f: 'Ab' }, true],
    ["f|cased: 'A*'", { f: 'ab' }, false],
    // "neq"
    ['f|neq: a', { f: 'A' }, false],
    ['f|neq: 1', { f: 2 }, true],
    ['f|contains|neq: a', { f: 'xax' }, false],
    ["f|neq|contains: ['a', 'b']", { f: 'xcx' }, true],
    ['f|neq: a', {}, true],
    ['f|fieldref|neq: g', { f: 'a', g: 'b' }, true],
    ['f|fieldref|neq: g', { f: 'a', g: 'A' }, false],
  ]);
});

describe('appendix modifiers, "String Modifiers", windash', () => {
  table([
    ["f|windash|contains: ' -x'", { f: 'a /x' }, true],
    ["f|contains|windash: ' /x'", { f: 'a -x' }, true],
    ["f|windash|contains: ' -x'", { f: 'a \u2013x' }, true],
    ["f|windash|contains: ' -x'", { f: 'a \u2014x' }, true],
    ["f|windash|contains: ' -x'", { f: 'a \u2015x' }, true],
    ["f|windash|endswith: '-x -y'", { f: '/x \u2014y' }, true],
    // A dash inside a word stays.
    ["f|windash|contains: '-foo-bar'", { f: '/foo-bar' }, true],
    ["f|windash|contains: '-foo-bar'", { f: '/foo/bar' }, false],
    ["f|windash: '*-x'", { f: 'y/x' }, true],
    ["f|windash|contains: '--x'", { f: '-/x' }, true],
  ]);
});

describe('appendix modifiers, "Regular Expression"', () => {
  table([
    ["f|re: 'b+'", { f: 'abbc' }, true],
    ["f|re: '^b'", { f: 'ab' }, false],
    ["f|re: 'b$'", { f: 'ab' }, true],
    ["f|re: 'b$'", { f: 'ab\n' }, true],
    ["f|re: 'b$'", { f: 'ab\nc' }, false],
    ["f|re: 'B'", { f: 'b' }, false],
    ["f|re|i: 'B'", { f: 'b' }, true],
    ["f|re: '^b'", { f: 'a\nb' }, false],
    ["f|re|m: '^b$'", { f: 'a\nb\nc' }, true],
    ["f|re: 'a.b'", { f: 'a\nb' }, false],
    ["f|re: 'a.b'", { f: 'a\rb' }, true],
    ["f|re|s: 'a.b'", { f: 'a\nb' }, true],
    ["f|re|i|m|s: '^A.B$'", { f: 'x\na\nb' }, true],
    ["f|re: 'a{2,3}c'", { f: 'aac' }, true],
    ["f|re: '^a{2,3}c'", { f: 'aaaac' }, false],
    ["f|re: '[^a-c]'", { f: 'abc' }, false],
    ["f|re: '(ab|cd)+e'", { f: 'xabcde' }, true],
    ["f|re: 'a.c'", { f: 'a😀c' }, true],
    ["f|re: '\\d{4}'", { f: 4625 }, true],
    ["f|re: '\\*a'", { f: '*a' }, true],
    ["f|re: ['^a', 'z$']", { f: 'z' }, true],
    ["f|re|all: ['^a', 'z$']", { f: 'az' }, true],
    ["f|re|all: ['^a', 'z$']", { f: 'a' }, false],
    ["f|re: '(?i)AB'", { f: 'ab' }, true],
    ["f|re: '\\bcmd\\b'", { f: 'a cmd.exe' }, true],
    ["f|re: '\\bcmd\\b'", { f: 'acmd' }, false],
  ]);
});

describe('appendix modifiers, "Encoding"', () => {
  const wide = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');
  const encoded = (text: string, encoding: BufferEncoding = 'utf8') =>
    Buffer.from(text, encoding).toString('base64');
  table([
    ['f|base64: foobar', { f: encoded('foobar') }, true],
    ['f|base64|contains: föö', { f: `x ${encoded('föö')} y` }, true],
    ['f|wide: cmd', { f: wide('cmd') }, true],
    ['f|utf16le|contains: cmd', { f: `x${wide('cmd')}` }, true],
    ['f|utf16be: cmd', { f: '\0c\0m\0d' }, true],
    ['f|utf16: cmd', { f: `\ufeff${wide('cmd')}` }, true],
    ['f|wide: cmd', { f: 'cmd' }, false],
    ['f|wide|base64: cmd', { f: encoded('cmd', 'utf16le') }, true],
    ['f|utf16|base64: cmd', { f: encoded('\ufeffcmd', 'utf16le') }, true],
    ['f|base64offset|contains: cmd', { f: encoded('a text') }, false],
  ]);

  test.each(['', 'x', 'xy', 'xyz'])('base64offset finds a value after "%s", whatever follows', (before) => {
    for (const after of ['', '!', '!!', '!!!']) {
      expect(line("f|base64offset|contains: 'net user'", { f: encoded(`${before}net user${after}`) })).toBe(
        true,
      );
      const utf16 = encoded(`${before}net user${after}`, 'utf16le');
      expect(line("f|wide|base64offset|contains: 'net user'", { f: utf16 })).toBe(true);
    }
  });
});

describe('appendix modifiers, "Numeric Modifiers"', () => {
  table([
    ['f|lt: 10', { f: 9.5 }, true],
    ['f|lt: 10', { f: 10 }, false],
    ['f|lte: 10', { f: '10' }, true],
    ['f|gt: 10', { f: '9' }, false],
    ['f|gte: 10', { f: [1, 10] }, true],
    ['f|gte: 10', { f: 'many' }, false],
    ['f: 4', { f: '4' }, true],
    ["f: '4'", { f: 4 }, true],
    ['f: 4', { f: '04' }, false],
    ['f: 1.5', { f: 1.5 }, true],
    ['f: true', { f: true }, true],
    ['f: true', { f: 'True' }, true],
    ['f: true', { f: 1 }, false],
  ]);
});

describe('appendix modifiers, "Time Modifiers"', () => {
  const f = '2026-01-04T23:05:59.5Z';
  table([
    ['f|minute: 5', { f }, true],
    ['f|hour: 23', { f }, true],
    ['f|day: 4', { f }, true],
    ['f|week: 1', { f }, true],
    ['f|week: 53', { f: '2027-01-03' }, true],
    ['f|month: 1', { f }, true],
    ['f|year: 2026', { f }, true],
    ['f|year: 2025', { f }, false],
    // No zone is converted: the clock is the one that the text shows.
    ['f|hour: 23', { f: '2026-01-04 23:05:59+02:00' }, true],
    ['f|hour|gte: 22', { f }, true],
    ['f|hour|lt: 6', { f }, false],
    ['f|hour: [22, 23]', { f }, true],
    ['f|year: 2026', { f: 1767567959 }, true],
    ['f|minute: 5', { f: '1767567959500' }, true],
    ['f|hour: 0', { f: 'yesterday' }, false],
    ['f|day: 31', { f: '2026-02-31' }, false],
  ]);
});

describe('appendix modifiers, "IP Modifiers"', () => {
  table([
    ['f|cidr: 10.0.0.0/8', { f: '10.1.2.3' }, true],
    ['f|cidr: 10.0.0.0/8', { f: 'x 10.1.2.3' }, false],
    ['f|cidr: 192.0.2.1', { f: '192.0.2.1' }, true],
    ["f|cidr: 'fe80::/10'", { f: 'FEBF::1' }, true],
    ["f|cidr: '::1/128'", { f: '0:0:0:0:0:0:0:1' }, true],
    ['f|cidr: 0.0.0.0/0', { f: '::1' }, false],
  ]);
});

describe('appendix modifiers, "Specific Modifiers", fieldref', () => {
  table([
    ['f|fieldref: g', { f: 'a', g: 'A' }, true],
    ['f|fieldref: g', { f: 1, g: '1' }, true],
    ['f|fieldref: g', { f: 'a' }, false],
    ['f|fieldref: g', {}, false],
    ['f|fieldref|startswith: g', { f: 'abc', g: 'ab' }, true],
    ['f|fieldref|endswith: g', { f: 'abc', g: 'bc' }, true],
    ['f|fieldref|endswith: g', { f: 'abc', g: 'ab' }, false],
    ['f|fieldref|contains: g', { f: 'abc', g: 'b' }, true],
    ['f|fieldref: [g, h]', { f: 'a', g: 'x', h: 'a' }, true],
    ['f|fieldref: g.h', { f: 'a', g: { h: 'a' } }, true],
    ['f|fieldref|cased: g', { f: 'a', g: 'A' }, false],
  ]);
});

describe('rules specification, "Detection"', () => {
  table([
    // Fields of nested events, lists, and names with blanks.
    ['a.b: x', { a: { b: 'x' } }, true],
    ['a.b: x', { 'a.b': 'x' }, true],
    ['a.b: x', { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ["'Source Name': x", { SourceName: 'x' }, true],
    ["'Source Name': x", { 'Source Name': 'x' }, true],
    ['f: [a, b]', { f: ['c', 'b'] }, true],
  ]);

  const keywords = (text: string, fields: Fields) => matchesFields(`${text}\ncondition: k`, fields);
  test('keywords are found in any value, at any depth, and "|all" needs all of them', () => {
    expect(keywords('k: [one, two]', { a: { b: ['x Two x'] } })).toBe(true);
    expect(keywords('k: [one]', { one: 'x' })).toBe(false);
    expect(keywords("k: { '|all': [one, two] }", { a: 'one', b: 'two' })).toBe(true);
    expect(keywords("k: { '|all': [one, two] }", { a: 'one' })).toBe(false);
    expect(keywords("k: { '|re': 'o.e' }", { a: 'xone' })).toBe(true);
    expect(keywords('k: 4625', { a: 4625 })).toBe(true);
    expect(keywords("k: ['a*c']", { a: 'xabcx' })).toBe(true);
  });

  test('"N of" needs that many', () => {
    const rule = (n: number) => `a: { f: 1 }\nb: { g: 1 }\nc: { h: 1 }\ncondition: ${n} of them`;
    expect(matchesFields(rule(2), { f: 1, h: 1 })).toBe(true);
    expect(matchesFields(rule(2), { g: 1 })).toBe(false);
    expect(matchesFields(rule(3), { f: 1, g: 1, h: 1 })).toBe(true);
    expect(matchesFields(rule(3), { f: 1, g: 1 })).toBe(false);
    expect(matchesFields(`${rule(2).replace('condition: ', 'condition: not ')}`, { g: 1 })).toBe(true);
  });
});
