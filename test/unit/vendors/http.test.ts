import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeVendorHttp, pathOf, retryAfterOf, type VendorHttpOptions } from '#shared/vendors/http.ts';
import { type TransportAnswer, TransportFault, type TransportRequest } from '#shared/vendors/transport.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';
import { failureOf as failure } from '../../support/rejection.ts';

type Reply = Partial<TransportAnswer> | TransportFault;

/** A client whose other side gives these answers in turn. */
function clientOf(replies: readonly Reply[], options: Partial<VendorHttpOptions> = {}) {
  const sent: TransportRequest[] = [];
  const waits: number[] = [];
  const client = makeVendorHttp({
    vendor: 'graylog',
    baseUrl: 'https://graylog.example/api/',
    allowedHosts: [],
    authorization: null,
    secrets: ['very-secret'],
    now: () => new Date('2026-11-25T12:00:00Z'),
    random: () => 1,
    wait: async (ms) => void waits.push(ms),
    transport: async (request) => {
      const reply = replies[sent.length] ?? { status: 200, body: '{}' };
      sent.push(request);
      if (reply instanceof TransportFault) throw reply;
      return { status: 200, headers: {}, body: '{}', ...reply };
    },
    ...options,
  });
  return { client, sent, waits };
}

const get = { method: 'GET', path: '/x', answer: z.unknown() } as const;
const post = { method: 'POST', path: '/x', json: {}, answer: z.unknown() } as const;
const failureOf = (work: Promise<unknown>) => failure(work, VendorError);

describe('a call of another system', () => {
  it('goes to the base address with its query, encoded', async () => {
    const { client, sent } = clientOf([]);
    await client.call({ ...get, path: `/a${pathOf('b/c d')}`, query: { q: 'x&y', none: undefined } });
    expect(sent[0]?.url.href).toBe('https://graylog.example/api/a/b%2Fc%20d?q=x%26y');
  });

  it.each([408, 429, 500, 502, 503, 504])(
    'that is answered %s is repeated where twice is once',
    async (status) => {
      const { client, sent, waits } = clientOf([{ status }, { status }, {}]);
      await client.call(get);
      expect([sent.length, waits]).toEqual([3, [300, 600]]);
    },
  );

  it.each([400, 403, 404, 409, 412, 422])('that is answered %s is never repeated', async (status) => {
    const { client, sent } = clientOf([{ status }]);
    expect((await failureOf(client.call(get))).status).toBe(status);
    expect(sent).toHaveLength(1);
  });

  it('gives up after four tries', async () => {
    const { client, sent } = clientOf(Array.from({ length: 9 }, () => ({ status: 503 })));
    expect((await failureOf(client.call(get))).fault).toBe('broken');
    expect(sent).toHaveLength(4);
  });

  it('that creates is not repeated by itself, whatever went wrong', async () => {
    for (const reply of [{ status: 500 }, { status: 429 }, new TransportFault('timeout', 'late')]) {
      const { client, sent } = clientOf([reply]);
      expect((await failureOf(client.call(post))).passing).toBe(true);
      expect(sent).toHaveLength(1);
    }
  });

  it('waits as long as it is told, in seconds or until a date', async () => {
    const until = new Date('2026-11-25T12:00:05Z').toUTCString();
    const { client, waits } = clientOf([
      { status: 429, headers: { 'retry-after': '2' } },
      { status: 429, headers: { 'retry-after': until } },
    ]);
    await client.call(get);
    expect(waits).toEqual([2_000, 5_000]);
    expect(retryAfterOf('soon', new Date())).toBeNull();
  });

  it('hands a long wait to its caller instead of sitting it out', async () => {
    const { client, sent } = clientOf([{ status: 429, headers: { 'retry-after': '90' } }]);
    expect((await failureOf(client.call(get))).retryAfter).toBe(90);
    expect(sent).toHaveLength(1);
  });

  it('gets one new token after a 401, and no second one', async () => {
    let token = 1;
    const authorization = {
      headers: async () => ({ authorization: `Bearer ${token}` }),
      renew: async () => void token++,
    };
    const { client, sent } = clientOf([{ status: 401 }, {}], { authorization });
    await client.call(get);
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
    const stubborn = clientOf([{ status: 401 }, { status: 401 }, {}], { authorization });
    expect((await failureOf(stubborn.client.call(get))).fault).toBe('unauthenticated');
    expect(stubborn.sent).toHaveLength(2);
  });

  it('that creates is left to its caller after a 401, with a new token at hand', async () => {
    const authorization = { headers: async () => ({}), renew: async () => {} };
    const { client, sent } = clientOf([{ status: 401 }], { authorization });
    expect(await failureOf(client.call(post))).toMatchObject({ fault: 'unauthenticated', passing: true });
    expect(sent).toHaveLength(1);
  });

  it('shows no secret in what it says of a failure', async () => {
    const { client } = clientOf([{ status: 400, body: '{"message":"bad password very-secret"}' }]);
    const error = await failureOf(client.call(post));
    expect(error.message).toContain('bad password •••');
    expect(JSON.stringify(error) + error.message + error.body).not.toContain('very-secret');
  });

  it('refuses an answer that is not what the system answers, without its contents', async () => {
    const { client } = clientOf([{ body: '{"token":"abc"}' }]);
    const error = await failureOf(client.call({ ...get, answer: z.object({ id: z.string() }) }));
    expect([error.fault, error.message.includes('abc')]).toEqual(['unreadable', false]);
  });

  it('finds nothing where it is answered 404', async () => {
    const { client } = clientOf([{ status: 404 }]);
    expect(await client.find(get)).toBeNull();
  });

  it('follows no redirect', async () => {
    const { client, sent } = clientOf([{ status: 302, headers: { location: 'https://elsewhere.example' } }]);
    expect((await failureOf(client.call(get))).status).toBe(302);
    expect(sent).toHaveLength(1);
  });

  it.each([
    'http://graylog.example',
    'https://10.0.0.1',
    'https://[::1]',
    'https://169.254.169.254',
    'https://u:p@graylog.example',
  ])('does not go to %s', async (baseUrl) => {
    const { client, sent } = clientOf([], { baseUrl });
    expect((await failureOf(client.call(get))).fault).toBe('blocked');
    expect(sent).toEqual([]);
  });

  it('goes to a private host that the operator allows, and to plain HTTP only where that origin is written down', async () => {
    const allowedHosts = ['10.0.0.1', 'http://127.0.0.1:8085'];
    for (const baseUrl of ['https://10.0.0.1', 'http://127.0.0.1:8085/graylog']) {
      await clientOf([], { baseUrl, allowedHosts }).client.call(get);
    }
    const other = clientOf([], { baseUrl: 'http://10.0.0.1', allowedHosts });
    expect((await failureOf(other.client.call(get))).fault).toBe('blocked');
  });
});
