import { describe, expect, it } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildCase } from '../../support/builders/case.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const analyst = buildClaims('soc_analyst');
const call = (fake: ReturnType<typeof makeTwoTenants>, where: string, body?: object, query = {}) =>
  callApi(fake.ports, where, { as: analyst, body, query });
const kinds = (body: { items: { kind: string }[] }) => body.items.map((entry) => entry.kind);

describe('a case', () => {
  it('is created with alerts, which then belong to it, and tells who and when', async () => {
    const fake = makeTwoTenants();
    const answer = await call(fake, 'POST /api/v1/cases', {
      title: 'x',
      severity: 'high',
      alert_ids: ['alert-of-acme', 'alert-of-acme'],
    });
    expect(answer.body).toMatchObject({
      tenant_id: 'acme',
      status: 'open',
      description: '',
      assignee: null,
      alert_ids: ['alert-of-acme'],
      created_by: 'soc_analyst@acme.example',
      updated_by: 'soc_analyst@acme.example',
      created_at: '2026-11-22T09:00:00.000Z',
      closed_at: null,
      version: 1,
    });
    expect(answer.headers.location).toBe(`/api/v1/cases/${answer.body.case_id}`);
    expect(fake.state.alerts.get('acme#alert-of-acme')?.case_id).toBe(answer.body.case_id);
    const timeline = await call(fake, `GET ${answer.headers.location}/timeline`);
    expect(kinds(timeline.body)).toEqual(['created', 'alert_linked']);
    expect(fake.state.audit).toMatchObject([{ action: 'createCase', target: `case/${answer.body.case_id}` }]);
  });

  it('takes at most 40 alerts when it is created', async () => {
    const alert_ids = Array.from({ length: 41 }, (_, i) => `alert-${i}`);
    const answer = await call(makeTwoTenants(), 'POST /api/v1/cases', {
      title: 'x',
      severity: 'low',
      alert_ids,
    });
    expect([answer.status, answer.body.details.issues[0].path]).toEqual([400, 'alert_ids']);
  });

  it('is not created with an alert that another case has', async () => {
    const fake = makeTwoTenants();
    fake.state.alerts.set('acme#a1', buildAlert('acme', { alert_id: 'a1', case_id: 'case-of-acme' }));
    const answer = await call(fake, 'POST /api/v1/cases', { title: 'x', severity: 'low', alert_ids: ['a1'] });
    expect([answer.status, answer.body.code, fake.state.cases.size]).toEqual([409, 'conflict', 2]);
  });

  it('changes with a line in the timeline and a record that say from what to what', async () => {
    const fake = makeTwoTenants();
    const answer = await call(fake, 'PATCH /api/v1/cases/case-of-acme', {
      version: 1,
      status: 'in_progress',
      assignee: 'me',
    });
    expect(answer.body).toMatchObject({
      status: 'in_progress',
      assignee: 'me',
      version: 2,
      updated_by: analyst.email,
    });
    const timeline = await call(fake, 'GET /api/v1/cases/case-of-acme/timeline');
    expect(timeline.body.items).toMatchObject([
      {
        kind: 'updated',
        by: analyst.email,
        changes: {
          status: { before: 'open', after: 'in_progress' },
          assignee: { before: null, after: 'me' },
        },
      },
    ]);
    expect(fake.state.audit).toMatchObject([
      { before: { status: 'open', assignee: null }, after: { status: 'in_progress', assignee: 'me' } },
    ]);
  });

  it('does not change where somebody changed it meanwhile: 409 with the current version', async () => {
    const fake = makeTwoTenants();
    const body = { version: 1, title: 'first' };
    expect((await call(fake, 'PATCH /api/v1/cases/case-of-acme', body)).status).toBe(200);
    const late = await call(fake, 'PATCH /api/v1/cases/case-of-acme', { version: 1, title: 'second' });
    expect([late.status, late.body.code, late.body.details]).toEqual([
      409,
      'version_conflict',
      { current_version: 2 },
    ]);
    expect(fake.state.cases.get('acme#case-of-acme')?.title).toBe('first');
  });

  it('writes nothing where nothing changes, and needs something to change', async () => {
    const fake = makeTwoTenants();
    const same = await call(fake, 'PATCH /api/v1/cases/case-of-acme', { version: 1, status: 'open' });
    expect([same.status, same.body.version, fake.state.timeline, fake.state.audit]).toEqual([200, 1, [], []]);
    expect((await call(fake, 'PATCH /api/v1/cases/case-of-acme', { version: 1 })).status).toBe(400);
    expect((await call(fake, 'PATCH /api/v1/cases/case-of-acme', { title: 'x' })).status).toBe(400);
    expect((await call(fake, 'PATCH /api/v1/cases/case-of-acme', { version: 1, alert_ids: [] })).status).toBe(
      400,
    );
  });
});

describe("a case's alerts", () => {
  const link = (fake: ReturnType<typeof makeTwoTenants>, alert_id = 'alert-of-acme') =>
    call(fake, 'POST /api/v1/cases/case-of-acme/alerts', { alert_id });

  it('are linked once and unlinked once', async () => {
    const fake = makeTwoTenants();
    expect((await link(fake)).body).toMatchObject({ alert_ids: ['alert-of-acme'], version: 2 });
    expect((await link(fake)).body).toMatchObject({ alert_ids: ['alert-of-acme'], version: 2 });
    const unlinked = await call(fake, 'DELETE /api/v1/cases/case-of-acme/alerts/alert-of-acme');
    expect([unlinked.status, unlinked.text]).toEqual([204, '']);
    expect(fake.state.alerts.get('acme#alert-of-acme')?.case_id).toBeNull();
    expect((await call(fake, 'DELETE /api/v1/cases/case-of-acme/alerts/alert-of-acme')).status).toBe(404);
    expect(fake.state.timeline.map((entry) => entry.kind)).toEqual(['alert_linked', 'alert_unlinked']);
    expect(fake.state.audit.map((record) => record.action)).toEqual(['linkAlert', 'unlinkAlert']);
  });

  it('belong to one case at most', async () => {
    const fake = makeTwoTenants();
    fake.state.cases.set('acme#c2', buildCase('acme', { case_id: 'c2' }));
    await link(fake);
    const second = await call(fake, 'POST /api/v1/cases/c2/alerts', { alert_id: 'alert-of-acme' });
    expect([second.status, second.body.code]).toEqual([409, 'conflict']);
  });

  it('are linked also when the case changes at that moment', async () => {
    const fake = makeTwoTenants();
    const update = fake.ports.cases.update;
    let crossed = 0;
    fake.ports.cases.update = async (...given) => {
      if (crossed++ < 3) throw new DomainError('version_conflict', 'Changed meanwhile.');
      return update(...given);
    };
    expect((await link(fake)).status).toBe(200);
    crossed = 0;
    fake.ports.cases.update = () => {
      crossed++;
      return Promise.reject(new DomainError('version_conflict', 'Changed meanwhile.'));
    };
    fake.state.alerts.set('acme#a2', buildAlert('acme', { alert_id: 'a2' }));
    expect([(await link(fake, 'a2')).status, crossed]).toEqual([409, 4]);
  });
});

describe("a case's comments", () => {
  it('are lines of the timeline and do not touch the version', async () => {
    const fake = makeTwoTenants();
    const where = '/api/v1/cases/case-of-acme';
    await call(fake, `PATCH ${where}`, { version: 1, severity: 'critical' });
    const comment = await call(fake, `POST ${where}/comments`, { text: '  Called alice.  ' });
    expect([comment.status, comment.headers.location]).toEqual([201, `${where}/comments`]);
    expect(comment.body).toMatchObject({ kind: 'comment', text: 'Called alice.', by: analyst.email });
    expect((await call(fake, `GET ${where}/comments`)).body).toEqual({ items: [comment.body], next: null });
    expect(kinds((await call(fake, `GET ${where}/timeline`)).body)).toEqual(['updated', 'comment']);
    expect((await call(fake, `GET ${where}`)).body.version).toBe(2);
    expect(fake.state.audit.at(-1)).toMatchObject({
      action: 'createComment',
      after: { comment_id: comment.body.entry_id },
    });
    expect(JSON.stringify(fake.state.audit)).not.toContain('Called alice');
  });

  it('say something', async () => {
    const answer = await call(makeTwoTenants(), 'POST /api/v1/cases/case-of-acme/comments', { text: '  ' });
    expect(answer.status).toBe(400);
  });
});

describe('the list of cases', () => {
  it('is read from the table with its filters, times in UTC', async () => {
    const fake = makeTwoTenants();
    const add = (case_id: string, given: object) =>
      fake.state.cases.set(`acme#${case_id}`, buildCase('acme', { case_id, ...given }));
    add('c1', { status: 'closed', created_at: '2026-11-20T00:00:00.000Z' });
    add('c2', { severity: 'critical', assignee: 'me', created_at: '2026-11-21T00:00:00.000Z' });
    const ids = async (query: object) =>
      (await call(fake, 'GET /api/v1/cases', undefined, query)).body.items.map(
        (item: { case_id: string }) => item.case_id,
      );
    expect(await ids({})).toEqual(['case-of-acme', 'c2', 'c1']);
    expect(await ids({ status: 'closed' })).toEqual(['c1']);
    expect(await ids({ severity: 'critical' })).toEqual(['c2']);
    expect(await ids({ assignee: 'me' })).toEqual(['c2']);
    expect(await ids({ from: '2026-11-21T00:00:00Z', to: '2026-11-22T01:00:00+02:00' })).toEqual(['c2']);
    expect(fake.state.searched).toEqual([]);
  });

  it('is searched in the index where text is looked for', async () => {
    const fake = makeTwoTenants();
    const answer = await call(fake, 'GET /api/v1/cases', undefined, { q: 'case-of', status: 'open' });
    expect(answer.body.items).toHaveLength(1);
    expect(fake.state.searched).toEqual([{ tenantId: 'acme', filter: { status: 'open', text: 'case-of' } }]);
  });

  for (const query of [
    { status: 'lost' },
    { from: 'yesterday' },
    { sort: 'title' },
    { q: '' },
    { status: ['open', 'closed'] },
  ]) {
    it(`refuses ${JSON.stringify(query)}`, async () => {
      expect((await call(makeTwoTenants(), 'GET /api/v1/cases', undefined, query)).body.code).toBe(
        'invalid_request',
      );
    });
  }
});
