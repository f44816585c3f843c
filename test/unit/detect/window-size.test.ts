import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { advanceWindow, carrying } from '#shared/detect/advance-window.ts';
import { MAX_ENTRIES, MAX_EPISODES, MAX_EVIDENCE } from '#shared/detect/limits.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import { decodeWindow, emptyWindow, encodeWindow } from '#shared/detect/window-state.ts';
import { sha256 } from '#shared/ids.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { BEGINNING } from '../../support/detector.ts';

const rule: CorrelationRule = {
  info: { id: 'rule', title: 'Rule', level: 'high', tags: [] },
  file: 'rule.yml',
  type: 'value_count',
  rules: ['base'],
  version: '2026-11-22',
  key: 'k',
  aliases: {},
  percentile: null,
  alerts: true,
  groupBy: ['actor.id'],
  timespanMs: 1_000,
  field: 'source.ip',
  condition: [{ operator: 'gte', value: 2 }],
};

const huge = buildEvent('acme', {
  attributes: { 'event.original': 'ü'.repeat(100_000), 'user.name': 'x'.repeat(900) },
});

/** `count` events, `every` milliseconds apart, with different values and ids. */
const contributions = (count: number, every: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({
    id: sha256(String(from + i)).slice(0, 11),
    at: BEGINNING + (from + i) * every,
    value: sha256(`value ${from + i}`).slice(0, 11),
    carry: [],
    void: false,
    event: huge,
  }));

test('the fullest window stays under 300 kB, and so under what an item may hold', () => {
  let state = emptyWindow;
  // Bursts of three, three seconds apart: every burst is an alert of its own.
  const bursts = contributions(9_000, 1_000).filter((_, i) => i % 6 < 3);
  for (let i = 0; i < bursts.length; i += 500) {
    state = advanceWindow(
      { rule, carried: [] },
      state,
      bursts.slice(i, i + 500),
      i + 1,
      Date.now() + 1e12,
    ).state;
  }
  state = advanceWindow(
    { rule, carried: [] },
    state,
    contributions(5_000, 1, 20_000_000),
    99,
    Date.now() + 1e12,
  ).state;
  expect(state.entries.length).toBeLessThanOrEqual(MAX_ENTRIES);
  expect(state.episodes.length).toBeLessThanOrEqual(MAX_EPISODES);
  expect(Object.keys(state.evidence).length).toBeLessThanOrEqual(MAX_EVIDENCE);
  expect(state.truncated).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(encodeWindow(state)))).toBeLessThan(300_000);
});

test('the fullest window of a chain, its entries carrying two long values each, fits an item as it is packed', () => {
  const random = (text: string, length: number) => sha256(text).slice(0, length);
  const chained = { ...rule, timespanMs: 3_600_000 };
  const carried = ['host.name', 'user.name'];
  const many = contributions(2_600, 1_000).map((one, i) => ({
    ...one,
    id: `${one.id}.1.${random(`window ${i}`, 8)}`,
    carry: [random(`host ${i}`, 48), random(`user ${i}`, 48)],
    event: buildEvent('acme', {
      attributes: {
        'event.original': Array.from({ length: 20 }, (_, n) => random(`event ${i} ${n}`, 64)).join(''),
      },
    }),
  }));
  const { state } = advanceWindow({ rule: chained, carried }, emptyWindow, many, 1, Date.now() + 1e12);
  expect(state.entries).toHaveLength(MAX_ENTRIES);
  expect(gzipSync(JSON.stringify(encodeWindow(state)), { level: 1 }).length).toBeLessThan(300_000);
});

test('a window whose entries carry many values remembers fewer of them', () => {
  const carried = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const many = contributions(900, 1).map((one) => ({ ...one, carry: carried }));
  const { state } = advanceWindow({ rule, carried }, emptyWindow, many, 1, Date.now() + 1e12);
  expect(state.entries).toHaveLength(500);
  expect(state.truncated).toBe(true);
});

test('a window that was stored before there were chains is read, and so is one that carries other fields', () => {
  const { state } = advanceWindow(
    { rule, carried: [] },
    emptyWindow,
    contributions(3, 100),
    1,
    Date.now() + 1e12,
  );
  const { carried: _, ...stored } = encodeWindow(state) as { carried: unknown };
  const read = decodeWindow({ ...JSON.parse(JSON.stringify(stored)), v: 1 });
  expect(read).toEqual(state);
  expect(carrying({ ...read, carried: [] }, ['x']).entries.map(({ carry }) => carry)).toEqual([
    [null],
    [null],
    [null],
  ]);
  const both = {
    ...read,
    carried: ['x', 'y'],
    entries: read.entries.map((entry) => ({ ...entry, carry: [1, 2] })),
  };
  expect(carrying(both, ['y', 'z']).entries[0]?.carry).toEqual([2, null]);
});

test('a window comes back from its stored form as it was', () => {
  const { state } = advanceWindow(
    { rule, carried: [] },
    emptyWindow,
    contributions(40, 100),
    1,
    Date.now() + 1e12,
  );
  expect(decodeWindow(JSON.parse(JSON.stringify(encodeWindow(state))))).toEqual(state);
});

test('a stored form of another version is refused', () => {
  expect(() => decodeWindow({ v: 3 })).toThrow();
});
