import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoIndicatorStore } from '#shared/aws/dynamo-indicator-store.ts';
import { makeDynamoPollStore } from '#shared/aws/dynamo-poll-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { newPoll } from '#shared/polling/poll-due.ts';
import type { IndicatorStore } from '#shared/ports/indicator-store.ts';
import type { PollStore } from '#shared/ports/poll-store.ts';
import { type Indicator, inForce } from '#shared/schema/indicator.ts';
import { memoryPolls } from '../support/memory-polls.ts';
import { rejection } from '../support/rejection.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const now = new Date('2026-11-22T09:00:00.000Z');

describe('the stores of pulled sources', () => {
  const scratch = scratchTables('sources', 'content');
  let dynamo: PollStore;
  let indicators: IndicatorStore;
  beforeAll(() => {
    dynamo = makeDynamoPollStore(scratch.client, { sourcesTable: scratch.names.sources });
    indicators = makeDynamoIndicatorStore(scratch.client, { contentTable: scratch.names.content });
  });

  it.each([
    ['in DynamoDB', () => dynamo],
    ['in memory', () => memoryPolls()],
  ])('keeps %s one row for each feed, changed only from the version that was read', async (_where, make) => {
    const store = make();
    const poll = newPoll(acme, 'source-1', 'sign_ins', now);
    await store.create(acme, poll);
    await store.create(acme, newPoll(acme, 'source-1', 'audits', now));
    await store.create(acme, newPoll(acme, 'source-2', 'sign_ins', now));
    await store.create(globex, newPoll(globex, 'source-1', 'sign_ins', now));
    expect((await rejection(store.create(acme, poll))).code).toBe('conflict');
    expect(await store.list(acme)).toHaveLength(3);
    expect((await store.list(acme, 'source-1')).map(({ feed }) => feed).sort()).toEqual([
      'audits',
      'sign_ins',
    ]);
    const next = { ...poll, pending: ['a1'], version: 2 };
    await store.update(acme, next);
    expect((await rejection(store.update(acme, next))).code).toBe('version_conflict');
    expect((await store.list(acme)).find(({ version }) => version === 2)).toEqual(next);
    await store.remove(acme, poll);
    await store.remove(acme, poll);
    expect((await rejection(store.update(acme, { ...next, version: 3 }))).code).toBe('not_found');
    expect(await store.list(globex)).toHaveLength(1);
  });

  const named = (given: Partial<Indicator> = {}): Indicator => ({
    indicator_id: 'indicator--1',
    source_id: 'feed',
    name: 'Bad host',
    values: [{ kind: 'ip', value: '203.0.113.7' }],
    confidence: null,
    valid_from: '2026-11-01T00:00:00.000Z',
    valid_until: null,
    revoked: false,
    modified: '2026-11-01T00:00:00.000Z',
    ...given,
  });
  const idsAt = async (value: string, at = now, tenant = acme) =>
    ((await indicators.naming(tenant, [value, 'other.example'])).get(value) ?? [])
      .filter((one) => inForce(one, at.toISOString()))
      .map(({ indicator_id }) => indicator_id);

  it('finds the indicators that name a value, of this tenant only and while they are in force', async () => {
    const until = '2026-11-30T00:00:00.000Z';
    const two = named({ indicator_id: 'indicator--2', valid_until: until });
    await indicators.put(acme, [named(), two], now);
    await indicators.put(acme, [named(), two], now);
    expect((await idsAt('203.0.113.7')).sort()).toEqual(['indicator--1', 'indicator--2']);
    expect(await idsAt('203.0.113.7', new Date('2026-12-01T00:00:00.000Z'))).toEqual(['indicator--1']);
    expect(await idsAt('203.0.113.7', new Date('2026-10-01T00:00:00.000Z'))).toEqual([]);
    expect(await idsAt('203.0.113.7', now, globex)).toEqual([]);
    expect([await indicators.any(acme), await indicators.any(globex)]).toEqual([true, false]);
  });

  it('names nothing of a feed that was withdrawn, and goes on naming what another feed gave', async () => {
    const value = [{ kind: 'ip' as const, value: '203.0.113.9' }];
    const one = named({ indicator_id: 'indicator--9', source_id: 'feed-a', values: value });
    await indicators.put(acme, [one], now);
    await indicators.put(acme, [{ ...one, source_id: 'feed-b' }], now);
    const feeds = async () =>
      ((await indicators.naming(acme, ['203.0.113.9'])).get('203.0.113.9') ?? []).map(
        ({ source_id }) => source_id,
      );
    expect((await feeds()).sort()).toEqual(['feed-a', 'feed-b']);
    await indicators.withdraw(acme, 'feed-b');
    await indicators.withdraw(acme, 'feed-b');
    expect(await feeds()).toEqual(['feed-a']);
    await indicators.withdraw(acme, 'feed-a');
    await indicators.put(acme, [named({ indicator_id: 'indicator--10' })], now);
    expect(await feeds()).toEqual([]);
    await indicators.withdraw(globex, 'feed-a');
    expect(await indicators.any(globex)).toBe(false);
  });

  it('follows newer versions, and ignores older ones that come late', async () => {
    const moved = named({
      indicator_id: 'indicator--3',
      values: [{ kind: 'domain', value: 'new.example' }],
      modified: '2026-11-02T00:00:00.000Z',
    });
    const old = named({ indicator_id: 'indicator--3', values: [{ kind: 'domain', value: 'old.example' }] });
    await indicators.put(acme, [old], now);
    await indicators.put(acme, [moved], now);
    await indicators.put(acme, [old], now);
    expect(await idsAt('old.example')).toEqual([]);
    expect(await idsAt('new.example')).toEqual(['indicator--3']);
    await indicators.put(acme, [{ ...moved, revoked: true, modified: '2026-11-03T00:00:00.000Z' }], now);
    expect(await idsAt('new.example')).toEqual([]);
  });
});
