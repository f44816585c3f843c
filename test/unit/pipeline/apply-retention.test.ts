import { expect, test } from 'vitest';
import { applyRetention, type RetentionPorts } from '#shared/pipeline/apply-retention.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { buildTenant } from '../../support/builders/tenant.ts';

const now = new Date('2026-11-22T03:00:00.000Z');

function world(tenants: readonly Tenant[], broken: readonly string[] = []) {
  const calls: string[] = [];
  const pageSize = 2;
  const ports: RetentionPorts = {
    tenants: {
      list: async ({ position }) => {
        const start = Number(position ?? 0);
        const next = start + pageSize < tenants.length ? String(start + pageSize) : null;
        return { items: tenants.slice(start, start + pageSize), next };
      },
    },
    archive: {
      dropExpired: async (tenantId, before) => {
        if (broken.includes(tenantId)) throw new Error('S3 is down');
        calls.push(`archive ${tenantId} ${before.toISOString()}`);
        return 3;
      },
    },
    search: {
      dropExpired: async (tenantId, before) => {
        calls.push(`search ${tenantId} ${before.toISOString()}`);
        return ['index-1'];
      },
    },
  };
  return { ports, calls };
}

test('each tenant loses what its own retention has outlived, on every page of the list', async () => {
  const { ports, calls } = world([
    buildTenant('acme', { retention_days: 30 }),
    buildTenant('globex', { retention_days: 365, retention_by: 'ism' }),
    buildTenant('initech', { retention_days: 1, status: 'suspended' }),
    buildTenant('umbrella', { retention_days: 1, status: 'deleted' }),
  ]);
  expect(await applyRetention(ports, now)).toEqual({ tenants: 4, indices: 4, objects: 12, failed: [] });
  expect(calls).toEqual([
    'archive acme 2026-10-23T03:00:00.000Z',
    'search acme 2026-10-23T03:00:00.000Z',
    'archive globex 2025-11-22T03:00:00.000Z',
    'search globex 2025-11-22T03:00:00.000Z',
    'archive initech 2026-11-21T03:00:00.000Z',
    'search initech 2026-11-21T03:00:00.000Z',
    'archive umbrella 2026-11-21T03:00:00.000Z',
    'search umbrella 2026-11-21T03:00:00.000Z',
  ]);
});

test('a tenant that is being purged, or was, is left to the purge', async () => {
  const { ports, calls } = world([
    buildTenant('acme', { status: 'purging' }),
    buildTenant('globex', { status: 'purged' }),
  ]);
  expect(await applyRetention(ports, now)).toEqual({ tenants: 0, indices: 0, objects: 0, failed: [] });
  expect(calls).toEqual([]);
});

test("one tenant's failure is told and stops nobody else", async () => {
  const { ports, calls } = world(
    [buildTenant('acme'), buildTenant('globex'), buildTenant('initech')],
    ['acme', 'globex'],
  );
  expect(await applyRetention(ports, now)).toEqual({
    tenants: 3,
    indices: 1,
    objects: 3,
    failed: ['acme', 'globex'],
  });
  expect(calls.every((call) => call.includes('initech'))).toBe(true);
});
