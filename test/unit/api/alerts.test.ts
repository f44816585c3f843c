import { describe, expect, it } from 'vitest';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const analyst = buildClaims('soc_analyst');
const patch = (fake: ReturnType<typeof makeTwoTenants>, body: object) =>
  callApi(fake.ports, 'PATCH /api/v1/alerts/alert-of-acme', { as: analyst, body });

describe('an alert', () => {
  it('is read whole', async () => {
    const answer = await callApi(makeTwoTenants().ports, 'GET /api/v1/alerts/alert-of-acme', { as: analyst });
    expect(Object.keys(answer.body)).toEqual(
      expect.arrayContaining([
        'alert_id',
        'tenant_id',
        'rule',
        'severity',
        'status',
        'count',
        'first_seen',
        'last_seen',
        'group',
        'evidence',
        'case_id',
      ]),
    );
  });

  it('changes with a record that says from what to what', async () => {
    const fake = makeTwoTenants();
    const answer = await patch(fake, { version: 1, status: 'acknowledged', assignee: 'me' });
    expect(answer.body).toMatchObject({ status: 'acknowledged', assignee: 'me', version: 2 });
    expect(fake.state.audit).toMatchObject([
      {
        action: 'updateAlert',
        target: 'alert/alert-of-acme',
        before: { status: 'open', assignee: null },
        after: { status: 'acknowledged', assignee: 'me' },
      },
    ]);
  });

  it('can be unassigned', async () => {
    const fake = makeTwoTenants();
    await patch(fake, { version: 1, assignee: 'me' });
    expect((await patch(fake, { version: 2, assignee: null })).body.assignee).toBeNull();
  });

  it('does not change for an outdated version, nor for what it says already', async () => {
    const fake = makeTwoTenants();
    const late = await patch(fake, { version: 4, status: 'closed' });
    expect([late.status, late.body.code, late.body.details]).toEqual([
      409,
      'version_conflict',
      { current_version: 1 },
    ]);
    expect((await patch(fake, { version: 1, status: 'open' })).body.version).toBe(1);
    expect(fake.state.audit).toEqual([]);
  });

  for (const body of [
    { version: 1 },
    { status: 'closed' },
    { version: 1, count: 3 },
    { version: 1, status: 'gone' },
  ]) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      expect((await patch(makeTwoTenants(), body)).body.code).toBe('invalid_request');
    });
  }
});

describe('the list of alerts', () => {
  it('hands every filter to the index', async () => {
    const fake = makeTwoTenants();
    const query = {
      status: 'open',
      min_severity: 'high',
      rule_id: 'rule-1',
      assignee: 'me',
      from: '2026-11-22T08:00:00+01:00',
      to: '2026-11-23T00:00:00Z',
      q: 'alice',
      limit: '10',
    };
    expect((await callApi(fake.ports, 'GET /api/v1/alerts', { as: analyst, query })).status).toBe(200);
    expect(fake.state.searched[0]?.filter).toEqual({
      status: 'open',
      min_severity: 8,
      rule_id: 'rule-1',
      assignee: 'me',
      from: '2026-11-22T07:00:00.000Z',
      to: '2026-11-23T00:00:00.000Z',
      text: 'alice',
    });
  });

  it('takes the severity as a number too, from 0 to 10', async () => {
    const fake = makeTwoTenants();
    const list = (min_severity: string) =>
      callApi(fake.ports, 'GET /api/v1/alerts', { as: analyst, query: { min_severity } });
    expect((await list('7')).status).toBe(200);
    expect(fake.state.searched[0]?.filter.min_severity).toBe(7);
    expect((await list('11')).status).toBe(400);
    expect((await list('loud')).status).toBe(400);
  });
});
