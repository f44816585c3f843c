import { describe, expect, test } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { sha256 } from '#shared/ids.ts';
import { type AuthorizePorts, authorizePush } from '#shared/pipeline/authorize-push.ts';
import { pusherFromContext, pusherToContext } from '#shared/pipeline/pusher-context.ts';
import type { Source, SourceToken } from '#shared/schema/source.ts';
import { buildSource, buildToken } from '../../support/builders/source.ts';
import { rejection } from '../../support/rejection.ts';

const SECRET = 'ghs_5up3rs3cr3t';
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

type Given = {
  source?: Partial<Source> | null;
  token?: Partial<SourceToken>;
  claims?: Record<string, unknown> | DomainError;
};

function ports({ source = {}, token = {}, claims = {} }: Given = {}): AuthorizePorts {
  const stored = buildSource('acme', { source_id: 'source-1', connector: 'ecs-json', ...source });
  const issued = buildToken(stored, token);
  return {
    tokens: { findByHash: async (hash) => (hash === sha256(SECRET) ? issued : null) },
    sources: {
      get: async (tenantId, id) =>
        source !== null && tenantId === issued.tenant_id && id === stored.source_id ? stored : null,
    },
    verifyJwt: async () => {
      if (claims instanceof DomainError) throw claims;
      return claims;
    },
    roleClaim: 'custom:role',
    tenantClaim: 'custom:tenant_id',
  };
}

describe('a source token', () => {
  const pusher = { kind: 'source', tenantId: 'acme', sourceId: 'source-1', connector: 'ecs-json' };

  test.each([
    `Bearer ${SECRET}`,
    `bearer   ${SECRET}  `,
    `Splunk ${SECRET}`,
    `ApiKey ${SECRET}`,
    `Basic ${SECRET}`,
    basic(`any-user:${SECRET}`),
    basic(`:${SECRET}`),
    basic(SECRET),
    `ApiKey ${Buffer.from(`id:${SECRET}`).toString('base64')}`,
    `Splunk ${Buffer.from(`x:${SECRET}`).toString('base64')}`,
  ])('is understood in %s', async (header) => {
    expect(await authorizePush(ports(), header)).toEqual(pusher);
  });

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    SECRET,
    `Token ${SECRET}`,
    `Bearer ${SECRET} ${SECRET}`,
    `Bearer ${SECRET}x`,
    `Bearer ${SECRET.toUpperCase()}`,
    `Bearer  ghs_`,
    basic(`${SECRET}:user`),
    basic(`user:x:${SECRET}`),
    basic('user:password'),
    'Basic !!!',
    'Splunk eyJhbGciOiJub25lIn0.e30.',
    `Digest ${SECRET}`,
  ])('is not taken from %s', async (header) => {
    const refused = await rejection(
      authorizePush(ports({ claims: new DomainError('unauthenticated', 'no') }), header),
    );
    expect(refused.code).toBe('unauthenticated');
    expect(JSON.stringify([refused.message, refused.details])).not.toContain('ghs_');
  });

  test.each<[string, Given]>([
    ['that was revoked', { token: { revoked_at: '2026-11-22T10:00:00.000Z' } }],
    ['of a source that is switched off', { source: { status: 'disabled' } }],
    ['of a source that was removed', { source: null }],
  ])('%s is refused, in the same words', async (_name, given) => {
    const refused = await rejection(authorizePush(ports(given), `Bearer ${SECRET}`));
    const unknown = await rejection(authorizePush(ports(), 'Bearer ghs_unknown'));
    expect([refused.code, refused.message]).toEqual([unknown.code, unknown.message]);
    expect(refused.code).toBe('unauthenticated');
  });
});

describe('a user token', () => {
  const claims = {
    sub: 'u-1',
    email: 'sam@acme.example',
    'custom:role': 'soc_analyst',
    'custom:tenant_id': 'acme',
  };
  const authorize = (given: Given['claims']) => authorizePush(ports({ claims: given ?? {} }), 'Bearer a.b.c');

  test('makes a user of its verified claims', async () => {
    const pusher = {
      kind: 'user',
      tenantId: 'acme',
      role: 'soc_analyst',
      userId: 'u-1',
      email: 'sam@acme.example',
    };
    expect(await authorize(claims)).toEqual(pusher);
    expect(await authorize({ ...claims, email: undefined })).toEqual({ ...pusher, email: '' });
  });

  test.each<[string, Record<string, unknown>]>([
    ['no subject', { sub: undefined }],
    ['no role', { 'custom:role': undefined }],
    ['a role that is not ours', { 'custom:role': 'root' }],
    ['several roles', { 'custom:role': ['soc_analyst', 'platform_admin'] }],
    ['no tenant', { 'custom:tenant_id': undefined }],
    ['a tenant that no code can name', { 'custom:tenant_id': 'acme*' }],
    ['a tenant with a separator', { 'custom:tenant_id': 'acme#1' }],
    ['claims of another name', { 'custom:role': undefined, role: 'tenant_admin' }],
  ])('with %s is refused', async (_name, given) => {
    expect((await rejection(authorize({ ...claims, ...given }))).code).toBe('unauthenticated');
  });

  test('that can not be checked now is not refused but unavailable', async () => {
    expect((await rejection(authorize(new DomainError('unavailable', 'keys')))).code).toBe('unavailable');
  });
});

describe('what the authorizer hands on', () => {
  test.each([
    { kind: 'source' as const, tenantId: buildSource('acme').tenant_id, sourceId: 's', connector: 'auto' },
    {
      kind: 'user' as const,
      tenantId: buildSource('acme').tenant_id,
      role: 'auditor' as const,
      userId: 'u',
      email: '',
    },
  ])('is flat text that reads back the same: $kind', (pusher) => {
    const context = pusherToContext(pusher);
    expect(Object.values(context).every((value) => typeof value === 'string')).toBe(true);
    expect(pusherFromContext({ ...context, principalId: 'x', integrationLatency: 3 })).toEqual(pusher);
  });

  test.each([
    undefined,
    null,
    {},
    { kind: 'source' },
    { kind: 'user', tenant_id: 'acme', role: 'root', user_id: 'u', email: '' },
  ])('is not believed when it did not come from the authorizer: %j', (context) => {
    expect(() => pusherFromContext(context)).toThrow();
  });
});
