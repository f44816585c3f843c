import { describe, expect, test } from 'vitest';
import { eventTime } from '#shared/connectors/event-time.ts';

const receivedAt = new Date('2026-11-22T05:00:00.000Z');
const read = (value: unknown) => {
  const { at, quality } = eventTime(value, receivedAt);
  return [at.toISOString(), quality];
};
const NOON = Date.parse('2026-11-22T04:59:00.123Z');

describe('text with a zone is the vendor time', () => {
  test.each([
    ['2026-11-22T04:59:00Z', '2026-11-22T04:59:00.000Z'],
    ['2026-11-22t04:59:00z', '2026-11-22T04:59:00.000Z'],
    ['2026-11-22 04:59:00 UTC', '2026-11-22T04:59:00.000Z'],
    ['2026-11-22 04:59:00 GMT', '2026-11-22T04:59:00.000Z'],
    ['2026-11-22T06:59:00+02:00', '2026-11-22T04:59:00.000Z'],
    ['2026-11-22T06:59:00+0200', '2026-11-22T04:59:00.000Z'],
    ['2026-11-22 06:59:00.5+02', '2026-11-22T04:59:00.500Z'],
    ['2026-11-21T23:29:00.123-05:30', '2026-11-22T04:59:00.123Z'],
    ['2026-11-22T04:59Z', '2026-11-22T04:59:00.000Z'],
    ['  2026-11-22T04:59:00,123456789Z ', '2026-11-22T04:59:00.123Z'],
    ['2026-11-22T04:59:00.1Z', '2026-11-22T04:59:00.100Z'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual([expected, 'vendor']);
  });
});

test('text without a zone is read as UTC and says so', () => {
  expect(read('2026-11-22 04:59:00')).toEqual(['2026-11-22T04:59:00.000Z', 'inferred_zone']);
});

describe('epochs are told apart by their magnitude', () => {
  test.each([
    ['seconds', NOON / 1e3],
    ['milliseconds', NOON],
    ['microseconds', NOON * 1e3 + 456],
    ['seconds as text', '1795323540.123'],
    ['milliseconds as text', '1795323540123'],
    ['microseconds as text', '1795323540123456'],
    ['nanoseconds as text', '1795323540123456789'],
    ['nanoseconds that end in zeros', '1795323540123000000'],
  ])('%s', (_unit, value) => {
    expect(read(value)).toEqual(['2026-11-22T04:59:00.123Z', 'vendor']);
  });

  test('no millisecond is lost in any fraction of a second', () => {
    for (let ms = 0; ms < 1000; ms++) {
      const fraction = String(ms).padStart(3, '0');
      const expected = [`2026-11-22T04:59:00.${fraction}Z`, 'vendor'];
      expect(read(`1795323540.${fraction}`)).toEqual(expected);
      expect(read(Number(`1795323540.${fraction}`))).toEqual(expected);
      expect(read(`1795323540${fraction}000000`)).toEqual(expected);
    }
  });
});

describe('a clock that is wrong gives way to the receipt', () => {
  test.each([
    ['a year ahead', '2027-11-22T04:59:00Z'],
    ['an unset clock', '1970-01-01T00:00:13Z'],
    ['before anything that sends to us', '1994-12-31T23:59:59Z'],
    ['eleven minutes ahead', '2026-11-22T05:11:00Z'],
  ])('%s', (_name, text) => {
    expect(read(text)).toEqual([receivedAt.toISOString(), 'receipt']);
  });

  test('ten minutes ahead is still a clock', () => {
    expect(read('2026-11-22T05:10:00Z')).toEqual(['2026-11-22T05:10:00.000Z', 'vendor']);
  });

  test('an old event keeps its time, however late it comes', () => {
    expect(read('1995-01-01T00:00:00Z')).toEqual(['1995-01-01T00:00:00.000Z', 'vendor']);
  });
});

test.each([
  undefined,
  null,
  '',
  'yesterday',
  '22/11/2026 04:59:00',
  '20261122045900',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-11-22T25:00:00Z',
  '2026-11-22T04:59:00+99:99',
  '2026-11-22',
  0,
  -1795323540,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  true,
  {},
  ['2026-11-22T04:59:00Z'],
])('%j is no time, so the receipt stands for it', (value) => {
  expect(read(value)).toEqual([receivedAt.toISOString(), 'receipt']);
});
