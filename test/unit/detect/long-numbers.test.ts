import { describe, expect, test } from 'vitest';
import { detectLines } from '../../support/detect-lines.ts';

const rule = (selection: string) =>
  `title: R\nname: r\nlogsource: { product: x }\ndetection: { s: ${selection}, condition: s }\n`;
const found = (selection: string, event: string) =>
  detectLines(rule(selection), [`{"ev":${event}}`], { raw: true }).length > 0;

describe('whole numbers beyond 2^53 are compared digit by digit', () => {
  test.each<[string, string, boolean]>([
    ['{ f: 9007199254740993 }', '{"f":9007199254740993}', true],
    ['{ f: 9007199254740993 }', '{"f":9007199254740992}', false],
    ["{ f: '9007199254740993' }", '{"f": 9007199254740993 }', true],
    ['{ f: 9007199254740993 }', '{"f":"9007199254740993"}', true],
    ['{ f: -9223372036854775808 }', '{"f":-9223372036854775808}', true],
    ['{ f|endswith: 775808 }', '{"f":-9223372036854775808}', true],
    ['{ f|gt: 5 }', '{"f":9259400833873739776}', true],
    ['{ f: 9259400833873739776 }', '{"f":[1,9259400833873739776]}', true],
    ['[ 9259400833873739776 ]', '{"g":{"h":9259400833873739776}}', true],
    // Beside texts that look alike.
    ['{ f: 9007199254740993 }', '{"g":"a,1234567890123456789,b","f":9007199254740993}', true],
    ["{ g: 'a:1234567890123456789]' }", '{"g":"a:1234567890123456789]"}', true],
    ['{ f: 1 }', '{"f":1.0,"g":12345678901234567890}', true],
    ['{ f: 1000 }', '{"f":1e3}', true],
    ['{ f: 1.5 }', '{"f":1.50}', true],
  ])('%s on %s is %j', (selection, event, wanted) => {
    expect(found(selection, event)).toBe(wanted);
  });

  test('a line with such a number that is no JSON is none', () => {
    expect(detectLines(rule('{ f: x }'), ['{"ev":{"f":1234567890123456789'], { raw: true })).toEqual([]);
  });
});
