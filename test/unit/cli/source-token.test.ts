import { describe, expect, it } from 'vitest';
import { type ApiClient, ApiRefusal, type ApiRequest } from '#shared/api/client.ts';
import { newSourceToken } from '../../../functions/cli/source-token.ts';

type Token = { token_id: string; created_at: string; revoked_at: string | null };

/** An API that knows sources and tokens, and takes at most `limit` live tokens of one source. */
function fakeApi(sources: string[], limit: number) {
  const tokens: Token[] = [];
  const seen: ApiRequest[] = [];
  const call: ApiClient = async (request) => {
    seen.push(request);
    const { method, path } = request;
    if (method === 'GET' && path.startsWith('/api/v1/sources?cursor=')) {
      return { items: sources.slice(1).map((name) => ({ source_id: `id-${name}`, name })), next: null };
    }
    if (method === 'GET' && path === '/api/v1/sources') {
      return {
        items: sources.slice(0, 1).map((name) => ({ source_id: `id-${name}`, name })),
        next: sources.length > 1 ? 'more' : null,
      };
    }
    if (method === 'POST' && path === '/api/v1/sources') return { source_id: 'id-new' };
    if (method === 'GET') return { items: tokens, next: null };
    if (method === 'DELETE') {
      const token = tokens.find((one) => path.endsWith(one.token_id));
      if (token) token.revoked_at = '2026-01-02T00:00:00.000Z';
      return undefined;
    }
    const live = tokens.filter((one) => one.revoked_at === null).length;
    if (live >= limit)
      throw new ApiRefusal(409, 'conflict', 'A source has too many tokens. Revoke one first.');
    const second = String(tokens.length).padStart(2, '0');
    tokens.push({
      token_id: `t${tokens.length}`,
      created_at: `2026-01-01T00:00:${second}.000Z`,
      revoked_at: null,
    });
    return { token: `ghs_${tokens.length}` };
  };
  return { call, tokens, seen };
}

describe('newSourceToken', () => {
  it('creates the source when it is missing', async () => {
    const { call, seen } = fakeApi([], 10);
    expect(await newSourceToken(call, 'acme')).toBe('ghs_1');
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/sources',
      'POST /api/v1/sources',
      'POST /api/v1/sources/id-new/tokens',
    ]);
    expect(new Set(seen.map((one) => one.tenant))).toEqual(new Set(['acme']));
  });

  it('finds the source on a later page', async () => {
    const { call, seen } = fakeApi(['vpn', 'cli'], 10);
    await newSourceToken(call, 'acme');
    expect(seen.at(-1)?.path).toBe('/api/v1/sources/id-cli/tokens');
  });

  it('revokes its own oldest token when it has as many as it may', async () => {
    const { call, tokens } = fakeApi(['cli'], 2);
    for (let i = 0; i < 4; i++) await newSourceToken(call, 'acme');
    expect(tokens.filter((one) => one.revoked_at === null).map((one) => one.token_id)).toEqual(['t2', 't3']);
  });

  it('never revokes a token of another source', async () => {
    const { call, tokens } = fakeApi(['vpn'], 1);
    await newSourceToken(call, 'acme', 'vpn');
    await expect(newSourceToken(call, 'acme', 'vpn')).rejects.toThrow('Revoke one first');
    expect(tokens.map((one) => one.revoked_at)).toEqual([null]);
  });
});
