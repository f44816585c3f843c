import { describe, expect, it } from 'vitest';
import { runChecks } from '#shared/api/run-checks.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

describe('/health', () => {
  it('answers without a token, whatever is asked along with it', async () => {
    const answer = await callApi(makeTwoTenants().ports, 'GET /health', { query: { probe: '1' } });
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
  });
});

describe('/ready', () => {
  it('is ready when everything answers', async () => {
    const checks = { dynamodb: async () => {}, opensearch: async () => {} };
    const answer = await callApi(makeTwoTenants({ checks }).ports, 'GET /ready');
    expect([answer.status, answer.body]).toEqual([
      200,
      { status: 'ready', checks: { dynamodb: 'ok', opensearch: 'ok' } },
    ]);
  });

  it('is 503 when something does not, and tells what but no address and no secret', async () => {
    const checks = {
      dynamodb: async () => {},
      opensearch: () => Promise.reject(new RangeError('https://user:hunter2@search.internal')),
      kinesis: () => Promise.reject('refused'),
    };
    const answer = await callApi(makeTwoTenants({ checks }).ports, 'GET /ready');
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    expect(answer.body.details).toEqual({
      checks: { dynamodb: 'ok', kinesis: 'unknown', opensearch: 'RangeError' },
    });
    expect(answer.text).not.toContain('hunter2');
  });

  it('does not wait for what never answers', async () => {
    const checks = { slow: () => new Promise<void>(() => {}), quick: async () => {} };
    expect(await runChecks(checks, 10)).toEqual({ quick: 'ok', slow: 'timeout' });
  });
});

describe('the audit trail', () => {
  it('is read newest first, by the auditor too, and is never changed', async () => {
    const fake = makeTwoTenants();
    const admin = buildClaims('tenant_admin');
    await callApi(fake.ports, 'POST /api/v1/sources', { as: admin, body: { name: 'x', source_type: 'dns' } });
    await callApi(fake.ports, 'DELETE /api/v1/sources/source-of-acme', { as: admin });
    for (const as of [admin, buildClaims('auditor')]) {
      const trail = await callApi(fake.ports, 'GET /api/v1/audit', { as });
      expect(trail.body.items.map((record: { action: string }) => record.action)).toEqual([
        'deleteSource',
        'createSource',
      ]);
    }
    const page = await callApi(fake.ports, 'GET /api/v1/audit', { as: admin, query: { limit: '1' } });
    const query = { limit: '1', cursor: page.body.next };
    expect((await callApi(fake.ports, 'GET /api/v1/audit', { as: admin, query })).body.items[0].action).toBe(
      'createSource',
    );
    for (const method of ['POST', 'PATCH', 'DELETE', 'PUT']) {
      expect((await callApi(fake.ports, `${method} /api/v1/audit`, { as: admin })).status).toBe(405);
    }
  });
});
