import { describe, expect, test } from 'vitest';
import { scanCef } from '#shared/connectors/scan/cef.ts';
import { scanCsv } from '#shared/connectors/scan/csv.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { scanLeef } from '#shared/connectors/scan/leef.ts';
import { compileTemplate } from '#shared/connectors/scan/template.ts';

const cef = (extension: string) =>
  Object.fromEntries(scanCef(`CEF:0|v|p|1|id|n|5|${extension}`)?.fields ?? []);

describe('CEF', () => {
  test('reads the header with its two escapes, and what stood before it', () => {
    expect(scanCef('<14>x CEF:0|Ven\\|dor|Pro\\\\duct|1.0|100|name|8|src=192.0.2.1')).toMatchObject({
      vendor: 'Ven|dor',
      product: 'Pro\\duct',
      code: '100',
      name: 'name',
      severity: '8',
      prefix: '<14>x ',
    });
  });

  test.each([
    [
      'src=192.0.2.1 msg=two words here dst=192.0.2.2',
      { src: '192.0.2.1', msg: 'two words here', dst: '192.0.2.2' },
    ],
    ['msg=a\\=b\\\\c\\nd|e src=192.0.2.1', { msg: 'a=b\\c\nd|e', src: '192.0.2.1' }],
    [
      'request=https://a.example/?x=1&y=2=3 act=permit',
      { request: 'https://a.example/?x=1&y=2=3', act: 'permit' },
    ],
    ['act= src=192.0.2.1 last=', { act: '', src: '192.0.2.1', last: '' }],
    [
      'cs1Label=Rule Name cs1=Block all ad.field[0]=x',
      { cs1Label: 'Rule Name', cs1: 'Block all', 'ad.field[0]': 'x' },
    ],
    ['path=\\/var\\/log', { path: '/var/log' }],
    ['', {}],
    ['no pairs here', {}],
  ])('extension %s', (extension, expected) => {
    expect(cef(extension)).toEqual(expected);
  });

  test('a second src= that text forged does not overwrite the first', () => {
    const scanned = scanCef('CEF:0|v|p|1|id|n|5|src=192.0.2.1 msg=hello src=203.0.113.66');
    expect(scanned?.fields.get('src')).toBe('192.0.2.1');
    expect(scanned?.duplicates).toEqual(['src']);
  });

  test.each(['CEF:0|too|short', 'CEF:x|a|b|c|d|e|f|', 'nothing'])('%s is none', (text) => {
    expect(scanCef(text)).toBeNull();
  });
});

describe('LEEF', () => {
  test.each([
    ['LEEF:1.0|IBM|QRadar|7|4711|src=192.0.2.1\tdst=192.0.2.2\tmsg=a b=c'],
    ['LEEF:2.0|IBM|QRadar|7|4711|^|src=192.0.2.1^dst=192.0.2.2^msg=a b=c'],
    ['LEEF:2.0|IBM|QRadar|7|4711|x09|src=192.0.2.1\tdst=192.0.2.2\tmsg=a b=c'],
    ['LEEF:2.0|IBM|QRadar|7|4711|0x5E|src=192.0.2.1^dst=192.0.2.2^msg=a b=c'],
    ['LEEF:2.0|IBM|QRadar|7|4711|src=192.0.2.1\tdst=192.0.2.2\tmsg=a b=c'],
  ])('%j', (text) => {
    const scanned = scanLeef(`<13>Nov 22 04:59:00 q ${text}`);
    expect(scanned).toMatchObject({ vendor: 'IBM', product: 'QRadar', code: '4711' });
    expect(Object.fromEntries(scanned?.fields ?? [])).toEqual({
      src: '192.0.2.1',
      dst: '192.0.2.2',
      msg: 'a b=c',
    });
  });
});

describe('key=value', () => {
  const fields = (text: string) => Object.fromEntries(scanKeyValues(text).fields);

  test.each([
    ['a=1 b="two words" c=', { a: '1', b: 'two words', c: '' }],
    [
      'url="/x?srcip=203.0.113.66 dstip=9" srcip=192.0.2.1',
      { url: '/x?srcip=203.0.113.66 dstip=9', srcip: '192.0.2.1' },
    ],
    ['msg="say \\"hi\\" now" b=2', { msg: 'say "hi" now', b: '2' }],
    ['path="C:\\" b=2', { path: 'C:\\', b: '2' }],
    ['words between a=1 more b=2', { a: '1', b: '2' }],
    ['a="never closes b=2', { a: 'never closes b=2' }],
    ["a='single quoted' b=2", { a: 'single quoted', b: '2' }],
  ])('%s', (text, expected) => {
    expect(fields(text)).toEqual(expected);
  });

  test('the first of two values stands, and the key is told of', () => {
    const { fields: found, duplicates } = scanKeyValues('srcip=192.0.2.1 srcip=203.0.113.66 srcip=192.0.2.1');
    expect([found.get('srcip'), duplicates]).toEqual(['192.0.2.1', ['srcip']]);
  });
});

test.each([
  ['a,b,,c', ['a', 'b', '', 'c']],
  ['a,"b, ""c""",d', ['a', 'b, "c"', 'd']],
  ['"",x', ['', 'x']],
  ['a,"cut off, b', ['a', '"cut off', ' b']],
  ['a,"says "hi" loud",b', ['a', 'says "hi" loud', 'b']],
  ['', ['']],
])('CSV %s', (text, expected) => {
  expect(scanCsv(text)).toEqual(expected);
});

test('a template takes literals and captures from left to right, and nothing where a literal is missing', () => {
  const match = compileTemplate('Failed {method} for {user.name} from {source.ip} port {source.port} {_}');
  expect(match('Failed password for root from 192.0.2.1 port 22 ssh2')).toEqual([
    ['method', 'password'],
    ['user.name', 'root'],
    ['source.ip', '192.0.2.1'],
    ['source.port', '22'],
  ]);
  expect(match('Failed password for root')).toBeNull();
  expect(match('Accepted')).toBeNull();
});
