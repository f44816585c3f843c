import { describe, expect, it } from 'vitest';
import type { EventSchema } from '#shared/schema/event.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { makeFakePorts } from '../../support/fake-ports.ts';

const range = { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T11:00:00.000Z' };
const analyst = buildClaims('soc_analyst');
const admin = buildClaims('tenant_admin');

function twoTenants(export_schema: EventSchema = 'canonical') {
  const fake = makeFakePorts();
  fake.state.tenants.set(buildTenant('acme').tenant_id, buildTenant('acme', { export_schema }));
  fake.state.tenants.set(buildTenant('beta').tenant_id, buildTenant('beta'));
  fake.state.archived.push(buildEvent('acme'), buildEvent('beta'), buildEvent('acme'));
  return fake;
}

describe('the export of archived events', () => {
  it('gives the own ones in the schema of the tenant, and in another where one is named', async () => {
    const { ports } = twoTenants('ocsf');
    const own = await callApi(ports, 'GET /api/v1/tenants/acme/events', { as: analyst, query: range });
    expect(own.status).toBe(200);
    expect(own.body).toMatchObject({ items: [{ class_uid: 3002 }, { class_uid: 3002 }], next: null });
    expect(own.text).not.toContain('beta');
    for (const [schema, field] of [
      ['udm', 'additional'],
      ['ecs', '@timestamp'],
      ['canonical', 'event_id'],
    ] as const) {
      const query = { ...range, schema };
      const named = await callApi(ports, 'GET /api/v1/tenants/acme/events', { as: analyst, query });
      expect((named.body as { items: object[] }).items.every((item) => field in item)).toBe(true);
    }
  });

  it('goes on from page to page, and no cursor reaches another tenant or another range', async () => {
    const { ports } = twoTenants();
    const first = await callApi(ports, 'GET /api/v1/tenants/acme/events', {
      as: analyst,
      query: { ...range, limit: '1' },
    });
    const cursor = String(first.body.next);
    const second = await callApi(ports, 'GET /api/v1/tenants/acme/events', {
      as: analyst,
      query: { ...range, limit: '1', cursor },
    });
    expect(second.body).toMatchObject({ items: [{ tenant_id: 'acme' }] });
    const ofBeta = buildClaims('soc_analyst', 'beta');
    const strayed = await callApi(ports, 'GET /api/v1/tenants/beta/events', {
      as: ofBeta,
      query: { ...range, cursor },
    });
    expect([strayed.status, strayed.body.code]).toEqual([400, 'invalid_request']);
    const widened = await callApi(ports, 'GET /api/v1/tenants/acme/events', {
      as: analyst,
      query: { ...range, from: '2026-01-01T00:00:00Z', cursor },
    });
    expect(widened.status).toBe(400);
  });

  it('refuses another tenant, an empty range and an unknown schema', async () => {
    const { ports } = twoTenants();
    const call = (path: string, query: Record<string, string>) =>
      callApi(ports, path, { as: analyst, query });
    expect((await call('GET /api/v1/tenants/beta/events', range)).body.code).toBe('tenant_mismatch');
    const backwards = { from: range.to, to: range.from };
    expect((await call('GET /api/v1/tenants/acme/events', backwards)).status).toBe(400);
    expect((await call('GET /api/v1/tenants/acme/events', { ...range, schema: 'xml' })).status).toBe(400);
  });

  it('changes its schema by the tenant’s own administrator, and only to one that there is', async () => {
    const { ports, state } = twoTenants();
    const change = (body: object, as = admin) => callApi(ports, 'PATCH /api/v1/tenants/acme', { as, body });
    const done = await change({ version: 1, export_schema: 'udm', archive_schema: 'ecs' });
    expect([done.status, done.body.export_schema, done.body.archive_schema]).toEqual([200, 'udm', 'ecs']);
    expect(state.audit.at(-1)).toMatchObject({ action: 'updateTenant', after: { export_schema: 'udm' } });
    expect((await change({ version: 2, organization_name: 'Acme' })).body.export_schema).toBe('udm');
    expect((await change({ version: 3, export_schema: 'xml' })).status).toBe(400);
    expect((await change({ version: 3, export_schema: 'ecs' }, analyst)).status).toBe(403);
  });
});
