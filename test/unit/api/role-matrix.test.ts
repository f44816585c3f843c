import { describe, expect, it } from 'vitest';
import { roleMatrix } from '#shared/api/role-matrix.ts';
import { routes } from '#shared/api/routes.ts';
import { type Role, roles } from '#shared/schema/role.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { roleColumns, roleExpectation } from '../../support/role-expectation.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

describe('the role matrix', () => {
  it('is what it was written down to be', () => {
    const matrix = Object.entries(roleMatrix(routes)).map(([route, may]) => [
      route,
      roleColumns.map((column) => (may[column] ? 'y' : '-')).join(''),
    ]);
    expect(Object.fromEntries(matrix)).toEqual(roleExpectation);
  });

  for (const [where, row] of Object.entries(roleExpectation)) {
    it(`is enforced: ${where} ${row}`, async () => {
      for (const [i, column] of roleColumns.entries()) {
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
