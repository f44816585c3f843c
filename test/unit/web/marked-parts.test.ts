import { expect, test } from 'vitest';
import { markedParts } from '../../../web/src/features/alerts/why-matched.tsx';

const text = (value: string, spans: [number, number][]) =>
  markedParts(value, spans)
    .map(({ text: part, marked }) => (marked ? `[${part}]` : part))
    .join('');

test('the words that matched are marked, in whatever order their places come', () => {
  expect(
    text('cmd.exe /c whoami', [
      [11, 17],
      [0, 3],
    ]),
  ).toBe('[cmd].exe /c [whoami]');
  expect(text('whole', [[0, 5]])).toBe('[whole]');
  expect(text('nothing', [])).toBe('nothing');
});

test('places that overlap or repeat are marked once, and none beyond the value', () => {
  expect(
    text('abcdef', [
      [1, 4],
      [2, 3],
      [3, 5],
    ]),
  ).toBe('a[bcd][e]f');
  expect(text('abc', [[1, 9]])).toBe('a[bc]');
  expect(text('', [[0, 0]])).toBe('');
});
