import { describe, expect, it } from 'vitest';
import { AppError, toAppError } from '../../../web/src/api/app-error.ts';
import { type ClientParts, createClient, withQuery } from '../../../web/src/api/client.ts';
import { problemOf } from '../../../web/src/api/problem.ts';

type Sent = { url: string; method: string; headers: Record<string, string>; body: unknown };

function clientWith(answers: Response[], tenant: string | null = null, parts: Partial<ClientParts> = {}) {
  const sent: Sent[] = [];
  let keys = 0;
  const client = createClient(
    {
      fetch: async (url, init) => {
        sent.push({
          url: String(url),
          method: init?.method ?? 'GET',
          headers: init?.headers as Record<string, string>,
          body: init?.body,
        });
        return answers.shift() ?? new Response('{}');
      },
      token: async () => 'old',
      renew: async () => 'new',
      newKey: () => `key-${++keys}`,
      ...parts,
    },
    tenant,
  );
  return { client, sent };
}

const refused = () => new Response('{}', { status: 401 });

describe('a request to the API', () => {
  it('carries the token, and a tenant only where one was chosen', async () => {
    const own = clientWith([]);
    await own.client.request('/api/v1/alerts');
    expect(own.sent[0]?.headers).toEqual({ authorization: 'Bearer old', accept: 'application/json' });
    const chosen = clientWith([], 'acme');
    await chosen.client.request('/api/v1/alerts');
    expect(chosen.sent[0]?.headers['x-tenant-id']).toBe('acme');
  });

  it('is sent once more with a renewed token, and with the same idempotency key', async () => {
    const { client, sent } = clientWith([refused(), new Response('{"ok":true}')]);
    expect(await client.request('/x', { method: 'POST', body: { a: 1 } })).toEqual({ ok: true });
    expect(sent.map((one) => one.headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
    expect(sent.map((one) => one.headers['idempotency-key'])).toEqual(['key-1', 'key-1']);
  });

  it('is not sent a third time', async () => {
    const { client, sent } = clientWith([refused(), refused()]);
    await expect(client.request('/x')).rejects.toMatchObject({ status: 401 });
    expect(sent).toHaveLength(2);
  });

  it('gives nothing for an answer without content', async () => {
    const { client } = clientWith([new Response(null, { status: 204 })]);
    expect(await client.request('/x', { method: 'DELETE' })).toBeUndefined();
  });

  it('says that the server does not answer when the network is down', async () => {
    const { client } = clientWith([], null, {
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    });
    await expect(client.request('/x')).rejects.toMatchObject({ code: 'network' });
  });

  it('leaves empty filters out of the address and escapes the rest', () => {
    expect(withQuery('/x', { q: '', status: null, cursor: undefined })).toBe('/x');
    expect(withQuery('/x', { q: 'a&b=c', limit: 50 })).toBe('/x?q=a%26b%3Dc&limit=50');
  });
});

describe('a refusal', () => {
  it('shows the problem’s detail with its code and request id', async () => {
    const body = { status: 409, code: 'version_conflict', detail: 'Read it again.', request_id: 'r-1' };
    const error = await problemOf(new Response(JSON.stringify(body), { status: 409 }));
    expect(error).toMatchObject({
      code: 'version_conflict',
      message: 'Read it again.',
      status: 409,
      requestId: 'r-1',
    });
  });

  it.each([
    [429, /Wait a moment/],
    [403, /role/],
    [503, /busy/],
    [418, /HTTP 418/],
  ])('with status %i and no problem details is told in plain words', async (status, words) => {
    const headers = { 'x-amzn-requestid': 'gw-1' };
    const error = await problemOf(new Response('<html>', { status, headers }));
    expect(error.message).toMatch(words);
    expect(error.requestId).toBe('gw-1');
  });

  it('that nobody expected shows no inner words', () => {
    expect(toAppError(new TypeError('x is undefined')).message).not.toContain('undefined');
    const known = new AppError('network', 'No answer.');
    expect(toAppError(known)).toBe(known);
  });
});
