import { describe, expect, test } from 'vitest';
import { matchesFields } from '../../../support/detect-lines.ts';

type Fields = Record<string, unknown>;
const line = (text: string, fields: Fields) =>
  matchesFields(`selection:\n  ${text}\ncondition: selection`, fields);
const base64 = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64');
const wide = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');

describe('rules specification, "Value Modifiers": chained and applied in the given order', () => {
  test.each<[string, Fields, boolean]>([
    ["f|wide|base64: 'cmd'", { f: base64('cmd', 'utf16le') }, true],
    ["f|wide|base64: 'cmd'", { f: base64('cmd') }, false],
    ["f|utf16le|base64|contains: 'cmd'", { f: `x ${base64('cmd', 'utf16le')}` }, true],
    ["f|utf16be|base64: 'cmd'", { f: base64('\0c\0m\0d', 'latin1') }, true],
    ["f|wide|base64offset|contains: 'cmd'", { f: base64('xcmd', 'utf16le') }, true],
    ["f|base64|startswith: 'foobar'", { f: `${base64('foobar')}xx` }, true],
    ["f|base64|endswith: 'foobar'", { f: `xx${base64('foobar')}` }, true],
    ["f|wide|contains: 'cmd'", { f: `x${wide('cmd')}y` }, true],
    ["f|wide|startswith: 'cmd'", { f: `${wide('cmd')}y` }, true],
    ["f|windash|contains|all: [' -a', ' -b']", { f: 'x /a –b' }, true],
    ["f|windash|contains|all: [' -a', ' -b']", { f: 'x /a' }, false],
    ["f|contains|windash: ' /x'", { f: 'a -x' }, true],
    ["f|contains|all|windash: [' /x', ' -y']", { f: 'a -x /y' }, true],
    ["f|windash|startswith: '-x'", { f: '/x y' }, true],
    ["f|windash|endswith: ' -x'", { f: 'a —x' }, true],
    ["f|windash: '-x'", { f: '―x' }, true],
    ["f|windash|base64offset|contains: ' -x '", { f: base64('cmd /x y') }, true],
    ["f|all|contains: ['a', 'b']", { f: 'ab' }, true],
    ["f|contains|all: ['a', 'b']", { f: 'a' }, false],
    ["f|endswith|cased: 'Exe'", { f: 'a.Exe' }, true],
    ["f|cased|endswith: 'Exe'", { f: 'a.exe' }, false],
    ["f|startswith|neq: 'a'", { f: 'b' }, true],
    ["f|endswith|neq: ['a', 'b']", { f: 'xb' }, false],
    ["f|re|neq: '^a'", { f: 'ab' }, false],
    ["f|cidr|neq: '10.0.0.0/8'", { f: '11.0.0.1' }, true],
    ['f|gte|neq: 5', { f: 6 }, false],
    ["f|fieldref|neq: 'g'", { f: 'a', g: 'a' }, false],
    ["f|fieldref|startswith: 'g'", { f: 'abc', g: 'ab' }, true],
    ["f|fieldref|endswith|neq: 'g'", { f: 'abc', g: 'bc' }, false],
    ['f|hour|gte: 8', { f: '2026-01-01T09:00:00' }, true],
    ['f|gte|hour: 8', { f: '2026-01-01T07:00:00' }, false],
    ["f|re|i: 'AB'", { f: 'xab' }, true],
    ["f|re|m: '^b$'", { f: 'a\nb' }, true],
    ["f|re|s: 'a.b'", { f: 'a\nb' }, true],
    ["f|re|i|m|s: '^A.B$'", { f: 'x\na\nb' }, true],
    ["f|re|contains: 'ab'", { f: 'xabx' }, true],
    ["f|re|startswith: 'ab'", { f: 'xabx' }, true],
    ["f|re|all: ['a', 'b']", { f: 'b' }, false],
  ])('%s on %j is %j', (text, fields, wanted) => {
    expect(line(text, fields)).toBe(wanted);
  });

  test('value modifiers work on single values and on lists', () => {
    expect(line("f|contains: ['a', 'b']", { f: 'xb' })).toBe(true);
    expect(line("f|contains: 'b'", { f: 'xb' })).toBe(true);
  });
});

describe('appendix modifiers: what cannot be applied is refused', () => {
  test.each([
    // "Single item values are not allowed to have an all modifier"
    ["f|contains|all: 'a'", '"all" needs a list'],
    ["f|contains|all: ['a']", '"all" needs a list'],
    // String modifiers take texts, numeric ones numbers, cidr networks, exists a boolean.
    ['f|windash: null', 'must be a text'],
    ['f|contains: null', 'must be a text'],
    ['f|base64: true', 'must be a text'],
    ["f|lt: '5'", 'must be a number without quotes'],
    ['f|gt: many', 'must be a number without quotes'],
    ["f|hour: 'x'", 'must be a number without quotes'],
    ["f|cidr: '10.0.0.0/33'", 'is no network'],
    ["f|cidr: 'fe80::/129'", 'is no network'],
    ["f|cidr: 'host'", 'is no network'],
    ["f|exists: 'perhaps'", 'must be true or false'],
    ['f|exists|contains: true', 'contradict'],
    ['f|exists|all: [true, false]', 'stands alone'],
    // A modifier of "re" needs "re" before it.
    ["f|i: 'a'", 'belongs to re'],
    ["f|contains|re: 'a'", 'must come first'],
    ["f|base64|re: 'a'", 'must come first'],
    ["f|re: '('", 'cannot be run'],
    ["f|re: 'a(?=b)'", 'cannot be run'],
    ["f|re: '(a)\\1'", 'cannot be run'],
    ["f|base64: 'a*'", 'cannot encode wildcards'],
    ["f|base64offset: 'a?'", 'cannot encode wildcards'],
    ["f|contains|base64: 'a'", 'cannot encode wildcards'],
    ["f|startswith|endswith: 'a'", 'contradict'],
    ['f|lt|gt: 5', 'contradict'],
    ["f|contains|contains: 'a'", 'contradict'],
    ["f|fieldref: 'g*'", 'without wildcards'],
    ["f|unknown: 'a'", 'is no Sigma modifier'],
    ["f|: 'a'", 'is no Sigma modifier'],
    ['f|contains: []', 'The list of values is empty'],
    ["f|windash: '-a -b -c -d'", 'at most 3 dashes'],
  ])('%s', (text, reason) => {
    expect(() => line(text, { f: 'x' })).toThrow(reason);
  });
});
