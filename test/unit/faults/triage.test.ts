import { describe, expect, test } from 'vitest';
import { type CaseChange, indexCases } from '#shared/pipeline/index-cases.ts';
import { type AlertChange, triageAlerts } from '#shared/pipeline/triage-alerts.ts';
import type { Alert } from '#shared/schema/alert.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildCase } from '../../support/builders/case.ts';
import { type Disturbance, makeMemorySearch } from '../../support/memory-search.ts';

type Moment = 'before' | 'after';
type Kill = { at: number; moment: Moment } | null;

/** The alerts table with its stream, the cases and the index: all that triage touches. A write can kill. */
function makeWorld(alerts: readonly Alert[], disturb: Disturbance = () => undefined) {
  const rows = new Map<string, { alert: Alert; triaged: boolean }>();
  const cases = new Map<string, { alertIds: string[]; timeline: number; audits: number }>();
  const stream: AlertChange[] = [];
  const search = makeMemorySearch(disturb);
  const world = { kill: null as Kill, writes: 0 };
  const keyOf = ({ tenant_id, alert_id }: Pick<Alert, 'tenant_id' | 'alert_id'>) =>
    `${tenant_id}/${alert_id}`;
  const set = (alert: Alert, triaged: boolean): void => {
    rows.set(keyOf(alert), { alert, triaged });
    stream.push({ kind: 'put', alert, triaged });
  };
  for (const alert of alerts) set(alert, false);

  const write = async <T>(effect: () => Promise<T>): Promise<T> => {
    const number = ++world.writes;
    if (world.kill?.at === number && world.kill.moment === 'before') throw new Error('killed');
    const result = await effect();
    if (world.kill?.at === number) throw new Error('killed');
    return result;
  };
  const ports: Parameters<typeof triageAlerts>[0] = {
    cases: {
      openForAlert: (tenantId, alertId, item, timeline) =>
        write(async () => {
          const row = rows.get(`${tenantId}/${alertId}`);
          if (row === undefined || row.triaged || row.alert.case_id !== null) return false;
          const key = `${tenantId}/${item.case_id}`;
          expect(cases.has(key)).toBe(false);
          cases.set(key, { alertIds: item.alert_ids, timeline: timeline.length, audits: 1 });
          set({ ...row.alert, case_id: item.case_id, version: row.alert.version + 1 }, true);
          return true;
        }),
    },
    search: { write: (tenantId, changes) => write(() => search.write(tenantId, changes)) },
    sleep: async () => undefined,
    now: () => new Date(Date.UTC(2026, 10, 22, 10, 0, world.writes)),
  };

  /** Delivers the stream in batches of `size`; a batch that fails comes again, as Lambda does it. */
  const drain = async (size: number): Promise<void> => {
    for (let start = 0; start < stream.length; ) {
      const batch = stream.slice(start, start + size);
      try {
        await triageAlerts(ports, batch);
        start += batch.length;
      } catch (error) {
        if (!(error instanceof Error && error.message === 'killed')) throw error;
      }
    }
  };
  const result = () => ({
    alerts: [...rows.values()]
      .map(({ alert, triaged }) => [keyOf(alert), alert.version, alert.case_id, triaged])
      .sort(),
    cases: [...cases].sort(),
    index: [...search.documents].sort(),
  });
  return Object.assign(world, { ports, stream, search, drain, result, set });
}

const alerts = [
  ...Array.from({ length: 3 }, (_, i) => buildAlert('acme', { alert_id: `alert-${i}` })),
  buildAlert('globex', { alert_id: 'alert-0' }),
  buildAlert('acme', { alert_id: 'low', rule: { id: 'r', title: 'R', level: 'low', tags: [] } }),
];

describe('triage', () => {
  test('opens one case an alert, and the index ends at each alert’s last version', async () => {
    const world = makeWorld(alerts);
    await world.drain(100);
    const { cases, index } = world.result();
    expect(cases).toHaveLength(4);
    expect(index).toEqual([
      ['acme/alert/alert-0', 2],
      ['acme/alert/alert-1', 2],
      ['acme/alert/alert-2', 2],
      ['acme/alert/low', 1],
      ['globex/alert/alert-0', 2],
    ]);
  });

  test.each([1, 2, 100])('given every batch of %d twice ends the same', async (size) => {
    const calm = makeWorld(alerts);
    await calm.drain(100);
    const world = makeWorld(alerts);
    await triageAlerts(world.ports, world.stream.slice(0, size));
    await world.drain(size);
    await world.drain(size);
    expect(world.result()).toEqual(calm.result());
  });

  test.each([1, 2, 100])('killed before or after any write ends the same, in batches of %d', async (size) => {
    const calm = makeWorld(alerts);
    await calm.drain(size);
    for (let at = 1; at <= calm.writes; at++) {
      for (const moment of ['before', 'after'] as const) {
        const world = makeWorld(alerts);
        world.kill = { at, moment };
        await world.drain(size);
        expect(world.result(), `killed ${moment} write ${at}`).toEqual(calm.result());
      }
    }
  });

  test('with an index that answers 429, 503 and half of it ends the same', async () => {
    const calm = makeWorld(alerts);
    await calm.drain(100);
    const world = makeWorld(alerts, (call, position) => {
      if (call % 4 === 0) return 'down';
      return (call + position) % 3 === 0 ? 429 : undefined;
    });
    await world.drain(100);
    expect(world.result()).toEqual(calm.result());
    expect(world.search.calls).toBeGreaterThan(calm.search.calls);
  });

  test('an old batch that comes again after people changed the alert takes nothing back', async () => {
    const world = makeWorld(alerts);
    await world.drain(100);
    const [first] = alerts;
    if (first !== undefined) world.set({ ...first, case_id: null, status: 'closed', version: 5 }, true);
    await world.drain(100);
    const settled = structuredClone(world.result());
    await triageAlerts(world.ports, world.stream.slice(0, 3));
    expect(world.result()).toEqual(settled);
    expect(world.result().index).toContainEqual(['acme/alert/alert-0', 5]);
  });
});

describe('index-cases', () => {
  const changes: CaseChange[] = [
    { kind: 'put', item: buildCase('acme', { case_id: 'c1', version: 1 }) },
    { kind: 'put', item: buildCase('globex', { case_id: 'c1', version: 3 }) },
    { kind: 'put', item: buildCase('acme', { case_id: 'c2', version: 1 }) },
    { kind: 'put', item: buildCase('acme', { case_id: 'c1', version: 2 }) },
    { kind: 'gone', item: buildCase('acme', { case_id: 'c2' }) },
  ];
  const expected = [
    ['acme/case/c1', 2],
    ['globex/case/c1', 3],
  ];

  test.each([1, 2, 5])('in batches of %d, each twice, ends at the last version', async (size) => {
    const search = makeMemorySearch();
    for (let start = 0; start < changes.length; start += size) {
      const batch = changes.slice(start, start + size);
      await indexCases({ search, sleep: async () => undefined }, batch);
      await indexCases({ search, sleep: async () => undefined }, batch);
    }
    expect([...search.documents].sort()).toEqual(expected);
  });

  test('killed before or after any write, and with an index under load, ends the same', async () => {
    for (const kill of [1, 2]) {
      for (const moment of ['before', 'after'] as const) {
        const search = makeMemorySearch((call, position) => (call === 2 && position === 0 ? 429 : undefined));
        let writes = 0;
        const write: typeof search.write = async (tenantId, batch) => {
          writes++;
          if (writes === kill && moment === 'before') throw new Error('killed');
          const again = await search.write(tenantId, batch);
          if (writes === kill) throw new Error('killed');
          return again;
        };
        const ports = { search: { write }, sleep: async () => undefined };
        await expect(indexCases(ports, changes)).rejects.toThrow('killed');
        await indexCases(ports, changes);
        expect([...search.documents].sort(), `killed ${moment} write ${kill}`).toEqual(expected);
      }
    }
  });
});
