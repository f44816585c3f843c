import { describe, expect, it } from 'vitest';
import { makeDynamoHealingStore } from '#shared/aws/dynamo-healing-store.ts';
import { begun } from '#shared/healing/treatment.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { HealingStore } from '#shared/ports/healing-store.ts';
import type { Healing } from '#shared/schema/healing.ts';
import { memoryHealing } from '../support/memory-healing.ts';
import { rejection } from '../support/rejection.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const now = new Date('2026-11-22T09:00:00.000Z');

const entry = (id: string, at: string): Healing => ({
  tenant_id: acme,
  id,
  at,
  source_id: 'source-1',
  resource: null,
  problem: 'Refused.',
  action: 'Resumed the feed',
  before: { state: 'paused' },
  after: { state: 'active' },
  result: 'repaired',
  case_id: null,
});

describe('the store of the self-healing', () => {
  const scratch = scratchTables('sources');
  const stores: [string, () => HealingStore][] = [
    ['in DynamoDB', () => makeDynamoHealingStore(scratch.client, { sourcesTable: scratch.names.sources })],
    ['in memory', () => memoryHealing()],
  ];

  it.each(stores)(
    'keeps %s a treatment, changed only from the version that was read',
    async (_where, make) => {
      const store = make();
      const first = begun(acme, 'poll/source-1/logs', undefined, now);
      await store.putTreatment(acme, first);
      expect((await rejection(store.putTreatment(acme, first))).code).toBe('version_conflict');
      const second = begun(acme, first.subject, first, now);
      await store.putTreatment(acme, second);
      expect((await rejection(store.putTreatment(acme, second))).code).toBe('version_conflict');
      expect(await store.treatments(acme)).toEqual([second]);
      expect(await store.treatments(globex)).toEqual([]);
      await store.removeTreatment(acme, first.subject);
      await store.removeTreatment(acme, first.subject);
      expect(await store.treatments(acme)).toEqual([]);
      const gone = { ...second, version: 3 };
      expect((await rejection(store.putTreatment(acme, gone))).code).toBe('version_conflict');
    },
  );

  it.each(stores)(
    'gives %s the log newest first, each entry once, to its tenant only',
    async (_where, make) => {
      const store = make();
      const [older, newer] = [entry('a', '2026-11-22T09:00:00.000Z'), entry('b', '2026-11-22T09:05:00.000Z')];
      for (const one of [older, newer, older]) await store.append(acme, one);
      const first = await store.log(acme, { limit: 1, position: null });
      expect(first.items).toEqual([newer]);
      const second = await store.log(acme, { limit: 5, position: first.next });
      expect(second.items).toEqual([older]);
      expect((await store.log(globex, { limit: 5, position: null })).items).toEqual([]);
    },
  );
});
