import { describe, expect, test } from 'vitest';
import { concurrently } from '#shared/detect/concurrently.ts';
import { detectBatch } from '#shared/detect/detect-batch.ts';
import { makeMemoryAlerts } from '#shared/detect/memory-alerts.ts';
import { type TenantId, tenantIdSchema } from '#shared/ids.ts';
import type { WindowStore } from '#shared/ports/window-store.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from '../builders/event.ts';
import { at, BEGINNING, rulesetOf } from '../detector.ts';

const NOW = new Date(BEGINNING + 3_600_000);

const base = (name: string, outcome: string) =>
  `title: ${name}\nname: ${name}\nlogsource: { category: auth }\ndetection: { s: { event.outcome: ${outcome} }, condition: s }\n---\n`;
const failed = base('failed', 'failure');
const many = (head: string, condition: string) =>
  `title: Many failures\n${head}\ncorrelation: { type: event_count, rules: failed, group-by: [actor.id], timespan: 10m, condition: { ${condition} } }\n---\n`;

const counting = rulesetOf(failed + many('id: 5a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01', 'gte: 3'));
const chained = rulesetOf(
  failed +
    base('succeeded', 'success') +
    many('name: many', 'gte: 3') +
    'title: Then a success\nid: 5a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c02\ncorrelation: { type: temporal_ordered, rules: [many, succeeded], group-by: [actor.id], timespan: 15m }\n',
);

const login = (tenant: string, seconds: number, outcome = 'failure') =>
  buildEvent(tenant, { timestamp: at(seconds), attributes: { 'event.outcome': outcome } });
const failures = (tenant: string, count: number, every: number) =>
  Array.from({ length: count }, (_, i) => login(tenant, i * every));

/** Each event to one of the shards, in turn. */
const dealt = (events: readonly CanonicalEvent[], shards: number): CanonicalEvent[][] =>
  Array.from({ length: shards }, (_, shard) => events.filter((_event, i) => i % shards === shard));

/** What correlations need of a window store, seen from above. `make` gives the store; each test has tenants of its own. */
export function correlatingContract(make: () => WindowStore): void {
  let counter = 0;
  const newTenant = (): TenantId =>
    tenantIdSchema.parse(
      `t${(process.pid % 10_000).toString(36)}${(Date.now() % 1e6).toString(36)}${counter++}`,
    );

  describe('correlations over a window store', () => {
    test('cost one load and one write of the window, and one of the alert, for 500 events of one hot group', async () => {
      const store = make();
      const tenant = newTenant();
      const calls: string[] = [];
      const counted: WindowStore = {
        load: (tenantId, keys) => {
          calls.push(`load ${keys.length}`);
          return store.load(tenantId, keys);
        },
        save: (tenantId, writes) => {
          calls.push(`save ${writes.length}`);
          return store.save(tenantId, writes);
        },
      };
      const alerts = makeMemoryAlerts();
      let upserts = 0;
      const countedAlerts: typeof alerts = {
        ...alerts,
        upsert: (...args) => {
          upserts++;
          return alerts.upsert(...args);
        },
      };
      const ports = { windows: counted, alerts: countedAlerts };
      const events = failures(tenant, 500, 0.5);
      await detectBatch(ports, counting, tenant, events, NOW);
      expect(calls).toEqual(['load 1', 'save 1']);
      expect(upserts).toBe(1);
      expect(alerts.list(tenant)).toMatchObject([{ count: 500 }]);
      calls.length = 0;
      await detectBatch(ports, chained, newTenant(), events, NOW);
      expect(calls).toEqual(['load 1', 'save 1', 'load 1', 'load 1', 'save 1']);
    });

    test('are exact for one hot group that two shards, and eight, write at the same time', async () => {
      for (const shards of [2, 8]) {
        const tenant = newTenant();
        const ports = { windows: make(), alerts: makeMemoryAlerts() };
        const parts = dealt(failures(tenant, 96, 5), shards);
        await Promise.all(parts.map((part) => detectBatch(ports, counting, tenant, part, NOW)));
        expect(ports.alerts.list(tenant)).toMatchObject([{ count: 96, evidence_total: 96 }]);
      }
    });

    test('are exact for a chain whose events come through two shards at the same time', async () => {
      for (let round = 0; round < 5; round++) {
        const tenant = newTenant();
        const ports = { windows: make(), alerts: makeMemoryAlerts() };
        const events = [...failures(tenant, 7, 10), login(tenant, 100, 'success')];
        const parts = dealt(events, 2);
        await Promise.all(parts.map((part) => detectBatch(ports, chained, tenant, part, NOW)));
        // The failures from the third on fire, and the success follows them.
        expect(ports.alerts.list(tenant)).toMatchObject([
          { count: 2, evidence_total: 6, first_seen: at(20), last_seen: at(100) },
        ]);
      }
    });

    test('never let the windows of a thousand tenants meet, though their groups have the same names', async () => {
      const store = make();
      const tenants = Array.from({ length: 1_000 }, newTenant);
      const alerts = makeMemoryAlerts();
      const ports = { windows: store, alerts };
      const send = (events: (tenant: TenantId, i: number) => CanonicalEvent[]) =>
        concurrently([...tenants.entries()], 16, async ([i, tenant]) => {
          await detectBatch(ports, counting, tenant, events(tenant, i), NOW);
        });
      await send((tenant) => failures(tenant, 2, 10));
      expect(tenants.flatMap((tenant) => alerts.list(tenant))).toEqual([]);
      // Each third tenant has a third failure, each other one as many more as its number says.
      await send((tenant, i) => (i % 3 === 0 ? failures(tenant, 1 + (i % 5), 7) : []));
      for (const [i, tenant] of tenants.entries()) {
        const counts = alerts.list(tenant).map(({ count }) => count);
        expect(counts).toEqual(i % 3 === 0 ? [3 + (i % 5)] : []);
      }
    });
  });
}
