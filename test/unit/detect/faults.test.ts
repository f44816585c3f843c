import { describe, expect, test } from 'vitest';
import { detectBatch } from '#shared/detect/detect-batch.ts';
import { makeMemoryAlerts } from '#shared/detect/memory-alerts.ts';
import { makeMemoryWindowStore } from '#shared/detect/memory-window-store.ts';
import { DomainError } from '#shared/errors.ts';
import { type TenantId, tenantIdSchema, uuidV5 } from '#shared/ids.ts';
import { type DetectRecordsPorts, detectRecords } from '#shared/pipeline/detect-records.ts';
import { encodePack } from '#shared/pipeline/pack-codec.ts';
import type { StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { WindowStore } from '#shared/ports/window-store.ts';
import type { AlertDetection } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { at, BEGINNING, failures, shippedRuleset } from '../../support/detector.ts';

const ruleset = shippedRuleset();
const NOW = new Date(BEGINNING + 3_600_000);
const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

/** Stores that outlive the invocations of a test, and what fell out on the way. */
function makeWorld() {
  const windows = makeMemoryWindowStore();
  const alerts = makeMemoryAlerts();
  const unreadable: string[] = [];
  const ports: DetectRecordsPorts = {
    windows,
    alerts,
    archive: {
      failUnreadable: async (stream, sequence, _data, reason) => {
        unreadable.push(`${stream} ${sequence}: ${reason}`);
      },
    },
    rulesOff: async () => new Set(),
    indicators: async () => new Map(),
    sleep: async () => {},
  };
  return { ports, alerts, unreadable };
}

/** The same ports in a sandbox that dies at its k-th write: either just before it or just after. */
function dyingAt(ports: DetectRecordsPorts, k: number, when: 'before' | 'after'): DetectRecordsPorts {
  let writes = 0;
  const dying =
    <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      writes++;
      if (writes > k || (writes === k && when === 'before')) throw new Error('killed');
      const result = await write(...args);
      if (writes >= k) throw new Error('killed');
      return result;
    };
  return {
    ...ports,
    windows: { load: ports.windows.load, save: dying(ports.windows.save) },
    alerts: { upsert: dying(ports.alerts.upsert) },
    archive: { failUnreadable: dying(ports.archive.failUnreadable) },
  };
}

let counter = 0;
const record = (tenantId: TenantId, events: readonly CanonicalEvent[]): StreamRecord => {
  counter++;
  return {
    sequence: String(counter),
    data: encodePack({
      v: 1,
      pack_id: uuidV5('test-pack', String(counter)),
      tenant_id: tenantId,
      source_id: 'source-1',
      received_at: at(0),
      events: [...events],
    }),
  };
};

const ofTenant = (tenantId: TenantId, events: readonly CanonicalEvent[]) =>
  events.map((event) => ({ ...event, tenant_id: tenantId }));

/** Two tenants with an attack each, one of which succeeds, an alert without correlation, and a poison record. */
function batch(): StreamRecord[] {
  const trail = buildEvent('acme', {
    category: 'cloud',
    attributes: { 'event.provider': 'cloudtrail.amazonaws.com', 'event.action': 'StopLogging' },
  });
  const success = buildEvent('acme', {
    timestamp: at(130),
    attributes: { 'event.category': 'authentication', 'event.outcome': 'success' },
  });
  const events = failures(12, 10);
  return [
    record(acme, [...events.slice(0, 6), trail, success]),
    { sequence: 'poison', data: Buffer.from('{"v":1}') },
    record(globex, ofTenant(globex, failures(11, 20))),
    record(acme, events.slice(6)),
    record(acme, [{ ...buildEvent(), actor: { type: 'user', id: 'bob' } }]),
  ];
}

/** What counts of an alert; the revision may be higher where a batch was done in more than one go. */
const outcomeOf = (alerts: readonly AlertDetection[]) =>
  alerts
    .map(({ revision: _, ...alert }) => alert)
    .sort((one, other) => one.alert_id.localeCompare(other.alert_id));

describe('a batch of records', () => {
  test('gives the same result when it is delivered twice', async () => {
    const { ports, alerts, unreadable } = makeWorld();
    const records = batch();
    const first = await detectRecords(ports, ruleset, records, NOW);
    const before = [alerts.list(acme), alerts.list(globex)];
    expect(before.map((list) => list.map(({ count }) => count).sort())).toEqual([[1, 12, 2], [11]]);
    expect(first).toMatchObject({ events: 26, alerts: 4 });
    await detectRecords(ports, ruleset, records, new Date(NOW.getTime() + 60_000));
    expect([alerts.list(acme), alerts.list(globex)]).toEqual(before);
    expect(unreadable[0]).toMatch(/^events poison: /);
  });

  test.each(['before', 'after'] as const)(
    'gives the same result when the sandbox dies just %s any of its writes and the batch comes again',
    async (when) => {
      const records = batch();
      const whole = makeWorld();
      await detectRecords(whole.ports, ruleset, records, NOW);
      let deaths = 0;
      for (let k = 1; ; k++) {
        const { ports, alerts } = makeWorld();
        const killed = await detectRecords(dyingAt(ports, k, when), ruleset, records, NOW).then(
          () => false,
          () => true,
        );
        if (!killed) break;
        deaths++;
        await detectRecords(ports, ruleset, records, NOW);
        expect(outcomeOf(alerts.list(acme)), `write ${k}`).toEqual(outcomeOf(whole.alerts.list(acme)));
        expect(outcomeOf(alerts.list(globex)), `write ${k}`).toEqual(outcomeOf(whole.alerts.list(globex)));
      }
      // The poison record, a stateless alert, for two tenants the windows, an alert and the windows above, and an alert
      // of the chain.
      expect(deaths).toBe(9);
    },
  );

  test('loses nothing when it dies after saving the window, even if other batches come first', async () => {
    const { ports, alerts } = makeWorld();
    const events = failures(10, 10);
    const records = [record(acme, events)];
    await expect(detectRecords(dyingAt(ports, 1, 'after'), ruleset, records, NOW)).rejects.toThrow('killed');
    expect(alerts.list(acme)).toEqual([]);
    await detectRecords(ports, ruleset, [record(acme, failures(1, 0, 100))], NOW);
    await detectRecords(ports, ruleset, records, NOW);
    expect(alerts.list(acme)).toMatchObject([{ count: 11 }]);
  });

  test('goes on over one poison record among 500, which is kept', async () => {
    const { ports, alerts, unreadable } = makeWorld();
    const events = failures(500, 0.1);
    const records = events.map((event) => record(acme, [event]));
    records[250] = { sequence: 'bad', data: Buffer.from([0x1f, 0x8b, 0, 1, 2]) };
    await detectRecords(ports, ruleset, records, NOW);
    expect(unreadable).toHaveLength(1);
    expect(alerts.list(acme)).toMatchObject([{ count: 499 }]);
  });

  test('keeps a pack out that holds an event of another tenant', async () => {
    const { ports, alerts, unreadable } = makeWorld();
    await detectRecords(ports, ruleset, [record(acme, ofTenant(globex, failures(10, 1)))], NOW);
    expect(unreadable).toEqual([expect.stringContaining('an event of another tenant')]);
    expect([...alerts.list(acme), ...alerts.list(globex)]).toEqual([]);
  });

  test('finishes the other tenants when the stores fail for one, then asks for the batch again', async () => {
    const { ports, alerts } = makeWorld();
    const busy = new DomainError('unavailable', 'busy');
    const failing: DetectRecordsPorts = {
      ...ports,
      windows: {
        ...ports.windows,
        load: (tenantId, keys) =>
          tenantId === acme ? Promise.reject(busy) : ports.windows.load(tenantId, keys),
      },
    };
    await expect(detectRecords(failing, ruleset, batch(), NOW)).rejects.toBe(busy);
    expect(alerts.list(globex)).toMatchObject([{ count: 11 }]);
  });

  test('tries again by itself while a store is throttled', async () => {
    const { ports, alerts } = makeWorld();
    let refusals = 3;
    const waits: number[] = [];
    const throttled: DetectRecordsPorts = {
      ...ports,
      sleep: async (ms) => void waits.push(ms),
      alerts: {
        upsert: (...args) =>
          refusals-- > 0
            ? Promise.reject(new DomainError('unavailable', 'busy'))
            : ports.alerts.upsert(...args),
      },
    };
    await detectRecords(throttled, ruleset, [record(acme, failures(10, 1))], NOW);
    expect(waits).toHaveLength(3);
    expect(alerts.list(acme)).toMatchObject([{ count: 10 }]);
  });
});

describe('a window that somebody else writes at the same time', () => {
  test('is loaded again and takes in both', async () => {
    const { ports, alerts } = makeWorld();
    const events = failures(12, 10);
    let intruded = false;
    const windows: WindowStore = {
      load: ports.windows.load,
      save: async (tenantId, writes) => {
        if (!intruded) {
          intruded = true;
          await detectBatch(ports, ruleset, acme, events.slice(0, 6), NOW);
        }
        return ports.windows.save(tenantId, writes);
      },
    };
    await detectBatch({ ...ports, windows }, ruleset, acme, events.slice(6), NOW);
    expect(alerts.list(acme)).toMatchObject([{ count: 12 }]);
  });

  test('counts exactly when many readers run at once', async () => {
    const { ports, alerts } = makeWorld();
    const events = failures(48, 5);
    const parts = Array.from({ length: 8 }, (_, i) => events.filter((_event, n) => n % 8 === i));
    await Promise.all(parts.map((part) => detectBatch(ports, ruleset, acme, part, NOW)));
    expect(alerts.list(acme)).toMatchObject([{ count: 48, evidence_total: 48 }]);
  });

  test('ends in an error that says so when it never stops', async () => {
    const { ports } = makeWorld();
    const windows: WindowStore = {
      load: async () => new Map(),
      save: async (_tenant, writes) => writes.map(({ key }) => key),
    };
    await expect(
      detectBatch({ ...ports, windows }, ruleset, acme, failures(1, 0), NOW),
    ).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
