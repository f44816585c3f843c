import { describe, expect, it } from 'vitest';
import { encodeCursor } from '#shared/api/cursor.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildCase } from '../../support/builders/case.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const analyst = buildClaims('soc_analyst');

function manyCases(count: number) {
  const fake = makeTwoTenants();
  for (const tenant_id of ['acme', 'beta']) {
    for (let i = 0; i < count; i++) {
      const created_at = new Date(Date.UTC(2026, 10, 22, 8, 0, i)).toISOString();
      const case_id = `${tenant_id}-${i}`;
      fake.state.cases.set(`${tenant_id}#${case_id}`, buildCase(tenant_id, { case_id, created_at }));
    }
  }
  fake.state.cases.delete('acme#case-of-acme');
  return fake;
}

describe('a list', () => {
  it('is read to its end, page by page, each item once', async () => {
    const { ports } = manyCases(7);
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '3', ...(cursor === null ? {} : { cursor }) };
      const answer = await callApi(ports, 'GET /api/v1/cases', { as: analyst, query });
      expect(answer.status).toBe(200);
      ids.push(...answer.body.items.map((item: { case_id: string }) => item.case_id));
      cursor = answer.body.next;
    } while (cursor !== null);
    expect(ids).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `acme-${i}`));
  });

  it('gives 50 items unless told otherwise', async () => {
    const { ports } = manyCases(60);
    expect((await callApi(ports, 'GET /api/v1/cases', { as: analyst })).body.items).toHaveLength(50);
  });

  for (const limit of ['0', '201', '-1', '1.5', 'ten', '']) {
    it(`refuses the limit "${limit}"`, async () => {
      const answer = await callApi(manyCases(1).ports, 'GET /api/v1/cases', {
        as: analyst,
        query: { limit },
      });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
      expect(answer.body.details.issues[0]).toMatchObject({ in: 'query', path: 'limit' });
    });
  }
});

describe('a cursor', () => {
  const acme = { tenantId: tenantIdSchema.parse('acme'), operation: 'listCases', filter: {} };
  const ofList = encodeCursor(acme, '1');
  const status = async (cursor: string, query = {}, where = 'GET /api/v1/cases') => {
    const answer = await callApi(manyCases(3).ports, where, { as: analyst, query: { cursor, ...query } });
    if (answer.status !== 200) expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
    return answer.status;
  };

  it('leads on in its own list', async () => {
    expect(await status(ofList)).toBe(200);
    expect(await status(encodeCursor({ ...acme, filter: { status: 'open' } }, '1'), { status: 'open' })).toBe(
      200,
    );
  });

  const strays: [string, string][] = [
    ["another tenant's list", encodeCursor({ ...acme, tenantId: tenantIdSchema.parse('beta') }, '1')],
    ['another list', encodeCursor({ ...acme, operation: 'listAlerts' }, '1')],
    ['another filter', encodeCursor({ ...acme, filter: { status: 'closed' } }, '1')],
    ['nothing', Buffer.from('{}').toString('base64url')],
    ['no JSON', 'AAAA'],
    [
      'more than its fields',
      Buffer.from(JSON.stringify({ t: 'acme', l: 'listCases', f: '', p: '1', x: 1 })).toString('base64url'),
    ],
    ['a cut one', ofList.slice(0, -8)],
    ['an empty one', ''],
  ];
  for (const [what, cursor] of strays) {
    it(`of ${what} is refused`, async () => {
      expect(await status(cursor)).toBe(400);
    });
  }

  it('of one filter does not lead on under another', async () => {
    expect(await status(ofList, { severity: 'high' })).toBe(400);
  });

  it("of one case's timeline does not lead on in another's", async () => {
    const cursor = encodeCursor({ ...acme, operation: 'getTimeline', filter: { case_id: 'acme-0' } }, '0');
    expect(await status(cursor, {}, 'GET /api/v1/cases/acme-0/timeline')).toBe(200);
    expect(await status(cursor, {}, 'GET /api/v1/cases/acme-1/timeline')).toBe(400);
  });
});
