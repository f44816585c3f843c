import { describe, expect, test } from 'vitest';
import { detectBatch } from '#shared/detect/detect-batch.ts';
import { makeMemoryAlerts } from '#shared/detect/memory-alerts.ts';
import { makeMemoryWindowStore } from '#shared/detect/memory-window-store.ts';
import { decodeWindow, eventOfEntry } from '#shared/detect/window-state.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { WindowStore } from '#shared/ports/window-store.ts';
import { BEGINNING, rulesetOf } from '../../support/detector.ts';
import { failed, failures, login, rule } from '../../support/logins.ts';
import { shortId } from '../../support/slow-correlations.ts';

const acme = tenantIdSchema.parse('acme');
const NOW = new Date(BEGINNING + 86_400_000);

describe('another shard that comes in between', () => {
  const undoing = rulesetOf(
    failed +
      rule(1, 'type: event_count, rules: failed, group-by: [actor.id], timespan: 5m, condition: { eq: 2 }') +
      rule(2, 'type: event_count, rules: rule1, group-by: [actor.id], timespan: 5m, condition: { gte: 1 }'),
  );

  /** Counts the calls and lets `intrude` go first at the k-th. */
  function interrupted(store: WindowStore, k: number, intrude: () => Promise<unknown>): WindowStore {
    let calls = 0;
    const turn = async () => {
      calls++;
      if (calls === k) await intrude();
    };
    return {
      load: async (...args) => {
        await turn();
        return store.load(...args);
      },
      save: async (...args) => {
        await turn();
        return store.save(...args);
      },
    };
  }

  test.each([1, 2, 3, 4, 5, 6])(
    'at step %i leaves the firings of both below where they belong above',
    async (k) => {
      const [early = login(0, ''), ...later] = failures(3, 10);
      const store = makeMemoryWindowStore();
      const alerts = makeMemoryAlerts();
      const ports = { windows: store, alerts };
      // The second of three no longer fires once the first is there, and the first two do.
      const intrude = () => detectBatch(ports, undoing, acme, [early], NOW);
      await detectBatch({ ...ports, windows: interrupted(store, k, intrude) }, undoing, acme, later, NOW);
      if (k === 6) await intrude();
      const state = await stateOf(store, 2);
      const standing = state.entries.filter((entry) => !entry.void).map(eventOfEntry);
      expect(standing).toEqual(later.slice(0, 1).map(shortId));
    },
  );

  test.each([3, 4, 5])(
    'at step %i, undoes what fired below, dies before it saves the window above and comes again, leaves nothing there',
    async (k) => {
      const ruleset = rulesetOf(
        failed +
          rule(
            1,
            'type: value_sum, rules: failed, group-by: [actor.id], timespan: 5m, condition: { field: source.bytes, gte: 2 }',
          ) +
          rule(
            2,
            'type: event_count, rules: rule1, group-by: [actor.id], timespan: 5m, condition: { gte: 1 }',
          ),
      );
      const worth = (seconds: number, bytes: number) =>
        login(seconds, 'failure', { attributes: { 'source.bytes': bytes } });
      const ports = { windows: makeMemoryWindowStore(), alerts: makeMemoryAlerts() };
      const intrude = async () => {
        let saves = 0;
        const save: WindowStore['save'] = async (...args) => {
          saves++;
          if (saves === 2) throw new Error('The function died.');
          return ports.windows.save(...args);
        };
        const dying = { ...ports, windows: { ...ports.windows, save } };
        const early = [worth(0, -5)];
        await detectBatch(dying, ruleset, acme, early, NOW).catch(() => {});
        await detectBatch(ports, ruleset, acme, early, NOW);
      };
      const windows = interrupted(ports.windows, k, intrude);
      await detectBatch({ ...ports, windows }, ruleset, acme, [worth(10, 1), worth(20, 1)], NOW);
      const state = await stateOf(ports.windows, 2);
      expect(state.entries.filter((entry) => !entry.void)).toEqual([]);
    },
  );

  /** The one window of a rule, found by what the store was asked for. */
  async function stateOf(store: WindowStore, n: number) {
    let key = '';
    const spy: WindowStore = {
      load: async (tenantId, keys) => {
        key = keys.find((one) => one.includes(`7f1${n}`)) ?? key;
        return store.load(tenantId, keys);
      },
      save: store.save,
    };
    await detectBatch(
      { windows: spy, alerts: makeMemoryAlerts() },
      undoing,
      acme,
      failures(3, 10, 4_000),
      NOW,
    );
    const found = (await store.load(acme, [key])).get(key);
    if (found === undefined) throw new Error('The window is not there.');
    const state = decodeWindow(found.state);
    return { ...state, entries: state.entries.filter((entry) => entry.at < BEGINNING + 1_000_000) };
  }
});
