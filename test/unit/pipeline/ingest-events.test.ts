import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { PLATFORM_TENANT, type TenantId, tenantIdSchema } from '#shared/ids.ts';
import { ingestEvents } from '#shared/pipeline/ingest-events.ts';
import type { Pusher, TakePorts } from '#shared/pipeline/take-events.ts';
import type { FailedRecord } from '#shared/ports/archive.ts';
import type { Routed } from '#shared/ports/event-streams.ts';
import type { RateDecision } from '#shared/ports/rate-limiter.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';
import type { RawPack } from '#shared/schema/pack.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { rejection } from '../../support/rejection.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const now = new Date('2026-11-22T10:00:00.000Z');

const source: Pusher = { kind: 'source', tenantId: acme, sourceId: 'source-1', connector: 'ecs-json' };
const user = (
  role: 'platform_admin' | 'tenant_admin' | 'soc_analyst' | 'auditor',
  tenantId = acme,
): Pusher => ({
  kind: 'user',
  tenantId,
  role,
  userId: `${role}-1`,
  email: `${role}@acme.example`,
});
const operator = user('platform_admin', PLATFORM_TENANT);

type World = {
  put: { tenantId: TenantId; packs: readonly Routed<RawPack>[] }[];
  taken: number[];
  audit: AuditRecord[];
  failed: FailedRecord[];
};

function world(
  tenants: readonly Tenant[] = [buildTenant('acme'), buildTenant('globex')],
  rate: RateDecision = { allowed: true },
) {
  const seen: World = { put: [], taken: [], audit: [], failed: [] };
  const ports: TakePorts = {
    tenants: { get: async (id) => tenants.find((tenant) => tenant.tenant_id === id) ?? null },
    limiter: {
      take: async (_tenantId, _name, cost) => {
        seen.taken.push(cost);
        return rate;
      },
    },
    streams: { putRaw: async (tenantId, packs) => void seen.put.push({ tenantId, packs }) },
    audit: { append: async (_tenantId, record) => void seen.audit.push(record) },
    archive: { fail: async (_tenantId, failures) => void seen.failed.push(...failures) },
    buckets: 8,
  };
  const push = (pusher: Pusher, tenantHeader?: string, body: string | Uint8Array = '{"user":"alice"}') =>
    ingestEvents(ports, {
      pusher,
      tenantHeader,
      body: typeof body === 'string' ? Buffer.from(body) : body,
      requestId: 'request-1',
      now,
    });
  return { seen, ports, push };
}

describe('which tenant the events are of', () => {
  test.each<[string, Pusher, string | undefined, TenantId]>([
    ['a source token without the header', source, undefined, acme],
    ['a source token with its own tenant', source, 'acme', acme],
    ['a tenant_admin who names their tenant', user('tenant_admin'), 'acme', acme],
    ['a soc_analyst who names their tenant', user('soc_analyst'), 'acme', acme],
    ['a platform_admin who names a tenant', operator, 'globex', globex],
  ])('%s', async (_name, pusher, header, tenantId) => {
    const { seen, push } = world();
    expect(await push(pusher, header)).toEqual({
      accepted: 1,
      rejected: 0,
      errors: [],
      request_id: 'request-1',
    });
    expect(seen.put.map((one) => one.tenantId)).toEqual([tenantId]);
    expect(seen.put.flatMap((one) => one.packs.map(({ pack }) => pack.tenant_id))).toEqual([tenantId]);
  });

  test.each<[string, Pusher, string | undefined, string]>([
    ['a source token with another tenant', source, 'globex', 'tenant_mismatch'],
    ['a source token with an empty header', source, '', 'tenant_mismatch'],
    ['a source token with its tenant in capitals', source, 'ACME', 'tenant_mismatch'],
    ['a source token with a list', source, 'acme,globex', 'tenant_mismatch'],
    ['a tenant_admin without the header', user('tenant_admin'), undefined, 'tenant_mismatch'],
    ['a tenant_admin with an empty header', user('tenant_admin'), '', 'tenant_mismatch'],
    ['a tenant_admin with another tenant', user('tenant_admin'), 'globex', 'tenant_mismatch'],
    ['a tenant_admin with a wildcard', user('tenant_admin'), 'acme*', 'tenant_mismatch'],
    ['a soc_analyst with another tenant', user('soc_analyst'), 'globex', 'tenant_mismatch'],
    ['an auditor', user('auditor'), 'acme', 'forbidden'],
    ['a platform_admin without the header', operator, undefined, 'tenant_mismatch'],
    ['a platform_admin for the platform itself', operator, 'platform', 'tenant_mismatch'],
    ['a platform_admin for a name that is no code', operator, 'globex#1', 'tenant_mismatch'],
    ['a platform_admin for a tenant that is not there', operator, 'initech', 'tenant_inactive'],
    [
      'a user whose token says platform, without the role',
      user('tenant_admin', PLATFORM_TENANT),
      'platform',
      'tenant_mismatch',
    ],
    [
      'a source token of a tenant that is gone',
      { ...source, tenantId: tenantIdSchema.parse('gone') },
      undefined,
      'tenant_inactive',
    ],
  ])('%s is refused, and nothing is put, counted or audited', async (_name, pusher, header, code) => {
    const { seen, push } = world();
    expect((await rejection(push(pusher, header))).code).toBe(code);
    expect(seen).toEqual({ put: [], taken: [], audit: [], failed: [] });
  });

  test.each(['provisioning', 'suspended', 'deleted', 'purging', 'purged'] as const)(
    'a tenant that is %s takes nothing',
    async (status) => {
      const { seen, push } = world([buildTenant('acme', { status })]);
      for (const [pusher, header] of [
        [source],
        [user('tenant_admin'), 'acme'],
        [operator, 'acme'],
      ] as const) {
        expect((await rejection(push(pusher, header))).code).toBe('tenant_inactive');
      }
      expect(seen).toEqual({ put: [], taken: [], audit: [], failed: [] });
    },
  );
});

describe('what is taken', () => {
  test('each event is put once, with its source and connector, or as a user’s', async () => {
    const { seen, push } = world();
    await push(source, undefined, gzipSync('{"n":1}\n{"n":2}'));
    await push(user('tenant_admin'), 'acme', '[{"n":3}]');
    const packs = seen.put.flatMap((one) => one.packs.map(({ pack }) => pack));
    expect(
      packs.map(({ source_id, connector, received_at, events }) => [
        source_id,
        connector,
        received_at,
        events.length,
      ]),
    ).toEqual([
      ['source-1', 'ecs-json', now.toISOString(), 2],
      ['user', 'auto', now.toISOString(), 1],
    ]);
    expect(seen.taken).toEqual([2, 1]);
  });

  test('refused events are told by index and reason, kept aside with their text, and pay like the others', async () => {
    const { seen, push } = world();
    expect(await push(source, undefined, '{"n":1}\n{"tenant_id":"globex"}\n{"n":')).toEqual({
      accepted: 1,
      rejected: 2,
      errors: [
        { index: 1, reason: expect.stringContaining('tenant_id') },
        { index: 2, reason: expect.stringContaining('not valid JSON') },
      ],
      request_id: 'request-1',
    });
    expect(seen.taken).toEqual([3]);
    expect(seen.failed.map(({ raw, source_id }) => [raw, source_id])).toEqual([
      ['{"tenant_id":"globex"}', 'source-1'],
      ['{"n":', 'source-1'],
    ]);
  });

  test('at most a hundred refusals are listed, and all are counted', async () => {
    const answer = await world().push(source, undefined, `{"n":1}\n${'7\n'.repeat(250)}`);
    expect([answer.accepted, answer.rejected, answer.errors.length]).toEqual([1, 250, 100]);
  });

  test('a platform_admin acting for a tenant is written into that tenant’s audit trail, nobody else is', async () => {
    const { seen, push } = world();
    await push(operator, 'globex', '[{"n":1},{"n":2}]');
    await push(source);
    await push(user('tenant_admin'), 'acme');
    expect(seen.audit).toEqual([
      expect.objectContaining({
        tenant_id: 'globex',
        action: 'ingestEvents',
        actor: { id: 'platform_admin-1', email: 'platform_admin@acme.example', role: 'platform_admin' },
        after: { events: 2 },
        request_id: 'request-1',
      }),
    ]);
  });
});

describe('what is not taken leaves nothing behind', () => {
  test.each([
    ['', 'invalid_request'],
    ['hello', 'invalid_request'],
    ['{"tenant_id":"globex"}', 'invalid_request'],
    ['\0\0', 'unsupported_media_type'],
    ['[]', 'invalid_request'],
  ])('%j is %s', async (body, code) => {
    const { seen, push } = world();
    expect((await rejection(push(source, undefined, body))).code).toBe(code);
    expect(seen).toEqual({ put: [], taken: [], audit: [], failed: [] });
  });

  test('over the limit the answer says when to come again', async () => {
    const { seen, push } = world(undefined, { allowed: false, retryAfterSeconds: 7 });
    expect(await rejection(push(operator, 'acme'))).toMatchObject({
      code: 'rate_limited',
      details: { retry_after_seconds: 7, events_per_second: 2_000 },
    });
    expect(seen.put).toEqual([]);
    expect(seen.audit).toEqual([]);
  });

  test('a stream that does not take all is an error, not an acceptance', async () => {
    const { ports } = world();
    const failing: TakePorts = {
      ...ports,
      streams: { putRaw: () => Promise.reject(new DomainError('unavailable', 'busy')) },
    };
    const request = { pusher: source, tenantHeader: undefined, body: Buffer.from('{}'), requestId: 'r', now };
    expect((await rejection(ingestEvents(failing, request))).code).toBe('unavailable');
  });
});
