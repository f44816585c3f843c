import { describe, expect, test } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import { type RebuildAnswer, type RebuildPorts, rebuildIndex } from '#shared/pipeline/rebuild-index.ts';
import { readRebuildRequest } from '#shared/pipeline/rebuild-position.ts';
import type { Tenant, TenantStatus } from '#shared/schema/tenant.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildCase } from '../../support/builders/case.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { makeFakePorts } from '../../support/fake-ports.ts';
import { key } from '../../support/fake-rows.ts';
import { type Disturbance, makeMemorySearch } from '../../support/memory-search.ts';
import { rejection } from '../../support/rejection.ts';

type Rows = { tenant: Tenant; alerts?: number; cases?: number };

function world(rows: readonly Rows[], disturb?: Disturbance) {
  const { ports: fakes, state } = makeFakePorts();
  const search = makeMemorySearch(disturb);
  const calls: string[] = [];
  for (const { tenant, alerts = 0, cases = 0 } of rows) {
    const code = tenant.tenant_id;
    state.tenants.set(code, tenant);
    for (let i = 0; i < alerts; i++)
      state.alerts.set(key(code, `a${i}`), buildAlert(code, { alert_id: `a${i}`, version: 3 }));
    for (let i = 0; i < cases; i++)
      state.cases.set(key(code, `c${i}`), buildCase(code, { case_id: `c${i}`, version: 2 }));
  }
  const forget = (tenantId: TenantId) => {
    for (const id of search.documents.keys()) if (id.startsWith(`${tenantId}/`)) search.documents.delete(id);
  };
  const ports: RebuildPorts = {
    tenants: fakes.tenants,
    alerts: fakes.alerts,
    cases: fakes.cases,
    search: {
      write: search.write,
      ensureTenant: async (tenantId, days) => {
        calls.push(`ensure ${tenantId} ${days}`);
        return 'ism';
      },
      clearTenant: async (tenantId) => {
        calls.push(`clear ${tenantId}`);
        forget(tenantId);
      },
      removeTenant: async (tenantId) => {
        calls.push(`remove ${tenantId}`);
        forget(tenantId);
      },
    },
    sleep: async () => undefined,
    now: () => state.now,
  };
  const ofTenant = (code: string) => [...search.documents.keys()].filter((id) => id.startsWith(`${code}/`));
  return { ports, state, search, calls, ofTenant };
}

const whole = (ports: RebuildPorts, event: unknown): Promise<RebuildAnswer> =>
  rebuildIndex(ports, readRebuildRequest(event), () => true);

const status = (code: string, given: TenantStatus) => buildTenant(code, { status: given });

describe('rebuilding one tenant', () => {
  test('writes every alert and case of every page with its own version, and nobody else’s', async () => {
    const { ports, search, ofTenant, calls } = world([
      { tenant: buildTenant('acme', { retention_days: 90 }), alerts: 250, cases: 101 },
      { tenant: buildTenant('globex'), alerts: 3, cases: 3 },
    ]);
    const answer = await whole(ports, { tenant_id: 'acme' });
    expect(answer).toEqual({ done: true, alerts: 250, cases: 101, failed: [] });
    expect(ofTenant('acme')).toHaveLength(351);
    expect(search.documents.get('acme/alert/a249')).toBe(3);
    expect(search.documents.get('acme/case/c100')).toBe(2);
    expect(ofTenant('globex')).toEqual([]);
    expect(calls).toEqual(['ensure acme 90']);
  });

  test('leaves a newer version that live traffic has written', async () => {
    const { ports, search } = world([{ tenant: buildTenant('acme'), alerts: 1 }]);
    search.documents.set('acme/alert/a0', 9);
    await whole(ports, { tenant_id: 'acme' });
    expect(search.documents.get('acme/alert/a0')).toBe(9);
  });

  test('leaves out alerts of months that the retention has outlived', async () => {
    const { ports, state, ofTenant } = world([{ tenant: buildTenant('acme', { retention_days: 22 }) }]);
    for (const created_at of ['2026-09-30T23:59:59.000Z', '2026-10-01T00:00:00.000Z']) {
      const alert = buildAlert('acme', { alert_id: created_at.slice(0, 10), created_at });
      state.alerts.set(key(alert.tenant_id, alert.alert_id), alert);
    }
    // October is over since 22 days at midnight of the 23rd.
    state.now = new Date('2026-11-22T23:59:59.999Z');
    expect(await whole(ports, { tenant_id: 'acme' })).toMatchObject({ alerts: 1 });
    expect(ofTenant('acme')).toEqual(['acme/alert/2026-10-01']);
    state.now = new Date('2026-11-23T00:00:00.000Z');
    expect(await whole(ports, { tenant_id: 'acme' })).toMatchObject({ alerts: 0 });
  });

  test('empties the index first only when told to, between two looks at the templates', async () => {
    const { ports, search, calls, ofTenant } = world([{ tenant: buildTenant('acme'), alerts: 101 }]);
    search.documents.set('acme/alert/stray', 1);
    await whole(ports, { tenant_id: 'acme' });
    expect(ofTenant('acme')).toContain('acme/alert/stray');
    calls.length = 0;
    await whole(ports, { tenant_id: 'acme', fresh: true });
    expect(calls).toEqual(['ensure acme 30', 'clear acme', 'ensure acme 30']);
    expect(ofTenant('acme')).toHaveLength(101);
    expect(ofTenant('acme')).not.toContain('acme/alert/stray');
  });

  test('is refused in clear words for one that is not there or retired', async () => {
    const { ports, calls } = world([{ tenant: status('acme', 'deleted'), alerts: 1 }]);
    expect(await rejection(whole(ports, { tenant_id: 'nosuch' }))).toMatchObject({
      code: 'not_found',
      message: 'There is no tenant "nosuch".',
    });
    expect(await rejection(whole(ports, { tenant_id: 'acme' }))).toMatchObject({
      code: 'tenant_inactive',
      message: expect.stringContaining('deleted'),
    });
    expect(calls).toEqual([]);
  });
});

describe('rebuilding all tenants', () => {
  test('takes each that is not retired', async () => {
    const { ports, ofTenant } = world([
      { tenant: status('acme', 'deleted'), alerts: 1 },
      { tenant: status('globex', 'suspended'), alerts: 2, cases: 1 },
      { tenant: status('initech', 'purging'), alerts: 1 },
      { tenant: status('hooli', 'provisioning'), cases: 4 },
      { tenant: status('umbrella', 'purged') },
    ]);
    expect(await whole(ports, {})).toEqual({ done: true, alerts: 2, cases: 5, failed: [] });
    expect(['acme', 'globex', 'initech', 'hooli'].map((code) => ofTenant(code).length)).toEqual([0, 3, 0, 4]);
  });

  test('is done at once where there is none', async () => {
    expect(await whole(world([]).ports, {})).toEqual({ done: true, alerts: 0, cases: 0, failed: [] });
  });

  test('reports a tenant that fails and goes on with the others', async () => {
    const { ports, ofTenant } = world([
      { tenant: buildTenant('acme'), alerts: 2 },
      { tenant: buildTenant('globex'), alerts: 2 },
      { tenant: buildTenant('initech'), alerts: 2, cases: 1 },
    ]);
    const { write, ensureTenant } = ports.search;
    ports.search.ensureTenant = (tenantId, days) => {
      if (tenantId === 'acme') throw new Error('x'.repeat(1000));
      return ensureTenant(tenantId, days);
    };
    ports.search.write = (tenantId, changes) => {
      if (tenantId === 'globex') throw new DomainError('unavailable', 'the index is down');
      return write(tenantId, changes);
    };
    expect(await whole(ports, {})).toEqual({
      done: true,
      alerts: 2,
      cases: 1,
      failed: [
        { tenant_id: 'acme', reason: 'x'.repeat(300) },
        { tenant_id: 'globex', reason: 'The search index refused 2 of 2 changes.' },
      ],
    });
    expect(ofTenant('initech')).toHaveLength(3);
  });
});

describe('a rebuild that runs out of time', () => {
  test('goes on where it stopped, call by call, until all is written once and counted once', async () => {
    const { ports, search, ofTenant, calls } = world(
      [
        { tenant: buildTenant('acme'), alerts: 230, cases: 120 },
        { tenant: status('globex', 'purged') },
        { tenant: buildTenant('initech'), alerts: 20 },
      ],
      // Each call's first write is refused once and tried again.
      (call, position) => (call % 2 === 0 && position === 0 ? 429 : undefined),
    );
    let answer = await rebuildIndex(ports, readRebuildRequest({ fresh: true }), () => false);
    let invocations = 1;
    for (; !answer.done; invocations++) {
      const request = readRebuildRequest({ position: answer.position });
      answer = await rebuildIndex(ports, request, () => false);
    }
    expect(answer).toEqual({ done: true, alerts: 250, cases: 120, failed: [] });
    expect([ofTenant('acme').length, ofTenant('initech').length]).toEqual([350, 20]);
    expect(search.documents.size).toBe(370);
    // Acme: take, begin, three pages of alerts, two of cases; globex: take; initech: take, begin, one page of each.
    expect(invocations).toBe(7 + 1 + 4);
    expect(calls.filter((call) => call.startsWith('clear'))).toEqual(['clear acme', 'clear initech']);
  });

  test('keeps what failed before in its answer', async () => {
    const { ports } = world([{ tenant: buildTenant('acme') }, { tenant: buildTenant('globex'), cases: 1 }]);
    const { ensureTenant } = ports.search;
    ports.search.ensureTenant = (tenantId, days) =>
      tenantId === 'acme' ? Promise.reject(new Error('no')) : ensureTenant(tenantId, days);
    let looks = 0;
    const first = await rebuildIndex(ports, readRebuildRequest({}), () => ++looks < 2);
    expect(first).toMatchObject({ done: false, failed: [{ tenant_id: 'acme', reason: 'no' }] });
    if (first.done) throw new Error('the first call did all');
    expect(await whole(ports, { position: first.position })).toEqual({
      done: true,
      alerts: 0,
      cases: 1,
      failed: [{ tenant_id: 'acme', reason: 'no' }],
    });
  });

  test('stops at a tenant that was deleted meanwhile, and goes on with the next', async () => {
    const { ports, state, ofTenant } = world([
      { tenant: buildTenant('acme'), alerts: 300 },
      { tenant: buildTenant('globex'), alerts: 1 },
    ]);
    let looks = 0;
    const first = await rebuildIndex(ports, readRebuildRequest({}), () => ++looks < 3);
    if (first.done) throw new Error('the first call did all');
    state.tenants.set('acme', status('acme', 'deleted'));
    expect(await whole(ports, { position: first.position })).toMatchObject({ done: true, alerts: 101 });
    expect([ofTenant('acme').length, ofTenant('globex').length]).toEqual([100, 1]);
  });
});

test('of a tenant whose purge ends while a page is on its way, nothing is left', async () => {
  const { ports, state, ofTenant, calls } = world([{ tenant: buildTenant('acme'), alerts: 300, cases: 1 }]);
  const { write } = ports.search;
  ports.search.write = async (tenantId, changes) => {
    state.tenants.set('acme', status('acme', 'purged'));
    return write(tenantId, changes);
  };
  expect(await whole(ports, { tenant_id: 'acme' })).toMatchObject({ done: true, failed: [] });
  expect(calls).toEqual(['ensure acme 30', 'remove acme']);
  expect(ofTenant('acme')).toEqual([]);
});

describe('a request', () => {
  test.each([
    [{ tenant: 'acme' }, 'tenant'],
    [{ tenant_id: 'ACME' }, 'tenant_id'],
    ['acme', 'object'],
    [{ position: '' }, 'position'],
  ])('that is wrong is told what to send: %j', (event, named) => {
    expect(() => readRebuildRequest(event)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    expect(() => readRebuildRequest(event)).toThrow('Send {"tenant_id": "acme"}');
    expect(() => readRebuildRequest(event)).toThrow(named);
  });

  test('without a payload means all tenants', () => {
    expect(readRebuildRequest(null)).toEqual(readRebuildRequest({}));
  });

  test('can’t carry a position over to another tenant, nor one that nobody gave out', async () => {
    const { ports } = world([{ tenant: buildTenant('acme'), alerts: 1 }]);
    const first = await rebuildIndex(ports, readRebuildRequest({ tenant_id: 'acme' }), () => false);
    if (first.done) throw new Error('the first call did all');
    const { position } = first;
    expect(readRebuildRequest({ position, tenant_id: 'acme', fresh: false })).toMatchObject({ only: 'acme' });
    expect(() => readRebuildRequest({ position, tenant_id: 'globex' })).toThrow('belongs to another');
    expect(() => readRebuildRequest({ position, fresh: true })).toThrow('belongs to another');
    expect(() => readRebuildRequest({ position: 'e30' })).toThrow('not one that a rebuild answered');
    expect(() => readRebuildRequest({ position: '???' })).toThrow('not one that a rebuild answered');
  });
});
