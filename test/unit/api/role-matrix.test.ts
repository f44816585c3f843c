import { describe, expect, it } from 'vitest';
import { roleMatrix } from '#shared/api/role-matrix.ts';
import { routes } from '#shared/api/routes.ts';
import { type Role, roles } from '#shared/schema/role.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

/** Columns: platform_admin, tenant_admin, soc_analyst, auditor, nobody. `y` may, `-` may not. */
const expected: Record<string, string> = {
  'POST /api/v1/tenants': 'y----',
  'GET /api/v1/tenants': 'y----',
  'GET /api/v1/tenants/{tenant_id}': 'yyyy-',
  'PATCH /api/v1/tenants/{tenant_id}': 'yy---',
  'DELETE /api/v1/tenants/{tenant_id}': 'y----',
  'POST /api/v1/tenants/{tenant_id}/suspend': 'y----',
  'POST /api/v1/tenants/{tenant_id}/resume': 'y----',
  'POST /api/v1/tenants/{tenant_id}/purge': 'y----',
  'GET /api/v1/alerts': 'yyyy-',
  'GET /api/v1/alerts/{alert_id}': 'yyyy-',
  'PATCH /api/v1/alerts/{alert_id}': 'yyy--',
  'POST /api/v1/cases': 'yyy--',
  'GET /api/v1/cases': 'yyyy-',
  'GET /api/v1/cases/{case_id}': 'yyyy-',
  'PATCH /api/v1/cases/{case_id}': 'yyy--',
  'POST /api/v1/cases/{case_id}/alerts': 'yyy--',
  'DELETE /api/v1/cases/{case_id}/alerts/{alert_id}': 'yyy--',
  'POST /api/v1/cases/{case_id}/comments': 'yyy--',
  'GET /api/v1/cases/{case_id}/comments': 'yyyy-',
  'GET /api/v1/cases/{case_id}/timeline': 'yyyy-',
  'POST /api/v1/sources': 'yy---',
  'GET /api/v1/sources': 'yyyy-',
  'GET /api/v1/sources/{source_id}': 'yyyy-',
  'PATCH /api/v1/sources/{source_id}': 'yy---',
  'DELETE /api/v1/sources/{source_id}': 'yy---',
  'GET /api/v1/sources/{source_id}/health': 'yyyy-',
  'POST /api/v1/sources/{source_id}/tokens': 'yy---',
  'GET /api/v1/sources/{source_id}/tokens': 'yyyy-',
  'DELETE /api/v1/sources/{source_id}/tokens/{token_id}': 'yy---',
  'GET /api/v1/audit': 'yy-y-',
  'GET /api/v1/me': 'yyyy-',
  'GET /health': 'yyyyy',
  'GET /ready': 'yyyyy',
  'GET /openapi.json': 'yyyyy',
  'GET /docs': 'yyyyy',
};

const columns = ['platform_admin', 'tenant_admin', 'soc_analyst', 'auditor', 'nobody'] as const;

describe('the role matrix', () => {
  it('is what it was written down to be', () => {
    const matrix = Object.entries(roleMatrix(routes)).map(([route, may]) => [
      route,
      columns.map((column) => (may[column] ? 'y' : '-')).join(''),
    ]);
    expect(Object.fromEntries(matrix)).toEqual(expected);
  });

  for (const [where, row] of Object.entries(expected)) {
    it(`is enforced: ${where} ${row}`, async () => {
      for (const [i, column] of columns.entries()) {
        const claims = column === 'nobody' ? null : buildClaims(column satisfies Role);
        const headers: Record<string, string> = column === 'platform_admin' ? { 'x-tenant-id': 'acme' } : {};
        const path = where.replaceAll(/\{(\w+)_id\}/g, (_, noun) =>
          noun === 'tenant' ? 'acme' : `${noun}-of-acme`,
        );
        const answer = await callApi(makeTwoTenants().ports, path, { as: claims, headers });
        const refused = answer.status === 401 || (answer.status === 403 && answer.body.code === 'forbidden');
        expect(refused, `${where} as ${column}: ${answer.text}`).toBe(row[i] === '-');
        if (row[i] === '-') expect(answer.status).toBe(column === 'nobody' ? 401 : 403);
      }
    });
  }

  it('knows four roles', () => {
    expect(roles).toHaveLength(4);
  });
});
