import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoIdempotencyStore } from '#shared/aws/dynamo-idempotency-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { IdempotencyStore } from '#shared/ports/idempotency-store.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const START = Date.parse('2026-11-22T10:00:00.000Z');
const at = (seconds: number): Date => new Date(START + seconds * 1_000);
const answer = { status: 201, body: { case_id: 'c-1', labels: [], note: '', deep: { n: 1.5, none: null } } };

describe('the idempotency store', () => {
  const scratch = scratchTables('control');
  let store: IdempotencyStore;
  beforeAll(() => {
    store = makeDynamoIdempotencyStore(scratch.client, { controlTable: scratch.names.control });
  });

  it('gives the first request its turn and every repetition its answer', async () => {
    expect(await store.begin(acme, 'k1', 'h1', at(0))).toEqual({ state: 'fresh' });
    expect(await store.begin(acme, 'k1', 'h1', at(1))).toEqual({ state: 'running' });
    await store.complete(acme, 'k1', answer, at(2));
    expect(await store.begin(acme, 'k1', 'h1', at(3))).toEqual({ state: 'replay', answer });
    expect(await store.begin(acme, 'k1', 'h2', at(3))).toEqual({ state: 'mismatch' });
  });

  it('keeps the same key of two tenants apart', async () => {
    await store.begin(acme, 'shared', 'h1', at(0));
    await store.complete(acme, 'shared', answer, at(1));
    expect(await store.begin(globex, 'shared', 'h1', at(2))).toEqual({ state: 'fresh' });
  });

  it('takes any text as a key', async () => {
    const key = `globex#idem#${'ü'.repeat(2_000)}`;
    expect(await store.begin(acme, key, 'h1', at(0))).toEqual({ state: 'fresh' });
    expect(await store.begin(acme, key, 'h1', at(0))).toEqual({ state: 'running' });
  });

  it('frees the key of a failed request, and of one that died after a minute', async () => {
    await store.begin(acme, 'failed', 'h1', at(0));
    await store.release(acme, 'failed');
    expect(await store.begin(acme, 'failed', 'h9', at(1))).toEqual({ state: 'fresh' });
    expect(await store.begin(acme, 'failed', 'h9', at(60))).toEqual({ state: 'running' });
    expect(await store.begin(acme, 'failed', 'h8', at(61))).toEqual({ state: 'mismatch' });
    expect(await store.begin(acme, 'failed', 'h9', at(61))).toEqual({ state: 'fresh' });
  });

  it('never frees or replaces an answer', async () => {
    await store.begin(acme, 'kept', 'h1', at(0));
    await store.complete(acme, 'kept', answer, at(1));
    await store.release(acme, 'kept');
    await store.complete(acme, 'kept', { status: 500, body: null }, at(2));
    expect(await store.begin(acme, 'kept', 'h1', at(3))).toEqual({ state: 'replay', answer });
  });

  it('forgets an answer after a day', async () => {
    await store.begin(acme, 'old', 'h1', at(0));
    await store.complete(acme, 'old', answer, at(0));
    expect(await store.begin(acme, 'old', 'h2', at(86_399))).toEqual({ state: 'mismatch' });
    expect(await store.begin(acme, 'old', 'h2', at(86_400))).toEqual({ state: 'fresh' });
  });

  it('gives the turn to one of twenty requests at once', async () => {
    const begun = await Promise.all(Array.from({ length: 20 }, () => store.begin(acme, 'race', 'h1', at(0))));
    expect(begun.filter(({ state }) => state === 'fresh')).toHaveLength(1);
    expect(begun.filter(({ state }) => state === 'running')).toHaveLength(19);
  });

  it('refuses to keep an answer that no item could hold', async () => {
    await store.begin(acme, 'large', 'h1', at(0));
    const body = 'x'.repeat(300_001);
    await expect(store.complete(acme, 'large', { status: 200, body }, at(1))).rejects.toThrow(RangeError);
  });
});
