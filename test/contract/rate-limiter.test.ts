import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoRateLimiter } from '#shared/aws/dynamo-rate-limiter.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { RateDecision, RateLimiter } from '#shared/ports/rate-limiter.ts';
import { scratchTables } from '../support/scratch.ts';

const START = Date.parse('2026-11-22T10:00:00.000Z');
const limit = { perSecond: 10, burstSeconds: 2 };

describe('the rate limiter', () => {
  const scratch = scratchTables('control');
  let limiter: RateLimiter;
  beforeAll(() => {
    limiter = makeDynamoRateLimiter(scratch.client, {
      controlTable: scratch.names.control,
      warn: (message) => {
        throw new Error(message);
      },
    });
  });
  const take = (
    code: string,
    cost: number,
    ms: number,
    name: 'events' | 'requests' = 'events',
  ): Promise<RateDecision> =>
    limiter.take(tenantIdSchema.parse(code), name, cost, limit, new Date(START + ms));

  it('lets a burst through at once, then what flows back, and says how long to wait', async () => {
    for (let i = 0; i < 20; i++) expect(await take('bursty', 1, 0)).toEqual({ allowed: true });
    expect(await take('bursty', 1, 0)).toEqual({ allowed: false, retryAfterSeconds: 1 });
    expect(await take('bursty', 15, 0)).toEqual({ allowed: false, retryAfterSeconds: 2 });
    expect((await take('bursty', 1, 99)).allowed).toBe(false);
    expect((await take('bursty', 1, 100)).allowed).toBe(true);
    expect((await take('bursty', 1, 100)).allowed).toBe(false);
    expect((await take('bursty', 20, 2_100)).allowed).toBe(true);
  });

  it('holds each tenant and each allowance apart', async () => {
    expect((await take('apart', 20, 0)).allowed).toBe(true);
    expect((await take('apart', 1, 0)).allowed).toBe(false);
    expect((await take('other', 1, 0)).allowed).toBe(true);
    expect((await take('apart', 1, 0, 'requests')).allowed).toBe(true);
  });

  it('allows a cost above the burst when the allowance is full, and makes it pay in waiting time', async () => {
    expect((await take('large', 100, 0)).allowed).toBe(true);
    // 100 at 10 a second takes 10 s to flow back; room for 1 comes burst (2 s) before that.
    expect(await take('large', 1, 0)).toEqual({ allowed: false, retryAfterSeconds: 9 });
    expect(await take('large', 100, 0)).toEqual({ allowed: false, retryAfterSeconds: 10 });
    expect((await take('large', 1, 8_100)).allowed).toBe(true);
    expect((await take('large', 100, 9_000)).allowed).toBe(false);
    expect((await take('large', 100, 10_100)).allowed).toBe(true);
  });

  it('is allowed again after exactly the time it was told to wait', async () => {
    await take('told', 20, 0);
    const denied = await take('told', 7, 0);
    if (denied.allowed) throw new Error('The allowance was used up, and yet more was given.');
    expect((await take('told', 7, denied.retryAfterSeconds * 1_000)).allowed).toBe(true);
  });

  it('gives fifty requests at once exactly what the allowance holds', async () => {
    const decisions = await Promise.all(Array.from({ length: 50 }, () => take('crowd', 1, 0)));
    expect(decisions.filter((decision) => decision.allowed)).toHaveLength(20);
    const later = await Promise.all(Array.from({ length: 50 }, () => take('crowd', 1, 1_000)));
    expect(later.filter((decision) => decision.allowed)).toHaveLength(10);
  });
});
