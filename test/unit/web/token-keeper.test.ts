import { describe, expect, it } from 'vitest';
import { AppError } from '../../../web/src/api/app-error.ts';
import {
  createTokenKeeper,
  type EndReason,
  RENEW_BEFORE_MS,
} from '../../../web/src/features/sign-in/token-keeper.ts';
import { expiryOf, parseTokens, type Tokens } from '../../../web/src/features/sign-in/tokens.ts';

const HOUR = 3_600_000;

function memory(given: Record<string, string> = {}) {
  const rows = new Map(Object.entries(given));
  return {
    rows,
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
  };
}

type Refresh = (refreshToken: string) => Promise<Tokens>;

function keeperWith(refresh: Refresh, storage = memory()) {
  const clock = { now: 1_000_000 };
  const ends: EndReason[] = [];
  const keeper = createTokenKeeper({
    storage,
    refresh,
    now: () => clock.now,
    onEnd: (reason) => ends.push(reason),
  });
  return { keeper, clock, ends, storage };
}

const never: Refresh = () => Promise.reject(new Error('must not be asked'));
const tokens = (idToken: string, expiresAt: number, refreshToken: string | null = 'r1'): Tokens => ({
  idToken,
  refreshToken,
  expiresAt,
});

describe('the token keeper', () => {
  it('gives the token it has while that is good', async () => {
    const { keeper, clock } = keeperWith(never);
    keeper.start(tokens('a', clock.now + HOUR));
    expect(await keeper.fresh()).toBe('a');
  });

  it('renews the token shortly before it ends, and keeps the refresh token where no new one comes', async () => {
    const asked: string[] = [];
    const { keeper, clock } = keeperWith(async (refreshToken) => {
      asked.push(refreshToken);
      return tokens('b', clock.now + HOUR, null);
    });
    keeper.start(tokens('a', clock.now + HOUR));
    clock.now += HOUR - RENEW_BEFORE_MS;
    expect(await keeper.fresh()).toBe('b');
    expect(asked).toEqual(['r1']);
    expect(keeper.refreshToken()).toBe('r1');
  });

  it('renews once for all who ask at the same time', async () => {
    let asked = 0;
    const { keeper, clock } = keeperWith(async () => {
      asked++;
      return tokens('b', clock.now + HOUR);
    });
    keeper.start(tokens('a', clock.now));
    expect(await Promise.all([keeper.fresh(), keeper.fresh(), keeper.renew('a')])).toEqual(['b', 'b', 'b']);
    expect(asked).toBe(1);
  });

  it('does not renew again for a request that was refused with an older token', async () => {
    const { keeper, clock } = keeperWith(never);
    keeper.start(tokens('b', clock.now + HOUR));
    expect(await keeper.renew('a')).toBe('b');
  });

  it('ends the session when the refresh token is refused', async () => {
    const { keeper, clock, ends, storage } = keeperWith(() =>
      Promise.reject(new AppError('auth', 'Refresh Token has been revoked')),
    );
    keeper.start(tokens('a', clock.now));
    await expect(keeper.fresh()).rejects.toMatchObject({ code: 'session_expired' });
    expect(ends).toEqual(['expired']);
    expect(keeper.signedIn()).toBe(false);
    expect(storage.rows.size).toBe(0);
  });

  it('ends the session once where there is nothing to renew it with', async () => {
    const { keeper, clock, ends } = keeperWith(never);
    keeper.start(tokens('a', clock.now, null));
    const asked = await Promise.allSettled([keeper.fresh(), keeper.fresh()]);
    expect(asked.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(ends).toEqual(['expired']);
  });

  it('keeps the session when only the network is down', async () => {
    const { keeper, clock, ends } = keeperWith(() => Promise.reject(new AppError('network', 'no answer')));
    keeper.start(tokens('a', clock.now));
    await expect(keeper.fresh()).rejects.toMatchObject({ code: 'network' });
    expect(keeper.signedIn()).toBe(true);
    expect(ends).toEqual([]);
  });

  it('does not sign in again somebody who signed out while a renewal was on its way', async () => {
    let answer: (value: Tokens) => void = () => {};
    const { keeper, clock, ends } = keeperWith(() => new Promise((resolve) => (answer = resolve)));
    keeper.start(tokens('a', clock.now));
    const asked = keeper.fresh();
    keeper.end('signed-out');
    answer(tokens('b', clock.now + HOUR));
    await expect(asked).rejects.toMatchObject({ code: 'session_expired' });
    expect(keeper.signedIn()).toBe(false);
    expect(ends).toEqual(['signed-out']);
  });

  it('survives a reload of the page, and takes damaged storage for no session', () => {
    const storage = memory();
    keeperWith(never, storage).keeper.start(tokens('a', 5));
    expect(keeperWith(never, storage).keeper.signedIn()).toBe(true);
    expect(parseTokens('{"idToken":1}')).toBeNull();
    expect(parseTokens('not json')).toBeNull();
    expect(parseTokens('null')).toBeNull();
  });
});

describe('the end of a token', () => {
  it('is read from its claims', () => {
    const jwt = `e30.${Buffer.from('{"exp":1795000000,"name":"Zoë ÿ"}').toString('base64url')}.x`;
    expect(expiryOf(jwt)).toBe(1_795_000_000_000);
  });

  it.each(['', 'a.b.c', `e30.${Buffer.from('{}').toString('base64url')}.x`])('is refused in %j', (jwt) => {
    expect(() => expiryOf(jwt)).toThrow(/cannot be read/);
  });
});
