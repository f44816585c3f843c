import { describe, expect, test } from 'vitest';
import { routes } from '#shared/api/routes.ts';
import { call, unique, userToken } from '../support/cell.ts';
import { roleColumns, roleExpectation } from '../support/role-expectation.ts';

/**
 * Every route as every role and as nobody, through the deployed gateway. Ids are ones that do not exist, so a call that
 * is let through ends in 400 or 404 and changes nothing.
 */
describe('the role matrix on the running cell', () => {
  test('covers every route', () => {
    expect(Object.keys(roleExpectation).sort()).toEqual(
      routes.map((one) => `${one.method} ${one.path}`).sort(),
    );
  });

  test.each(Object.entries(roleExpectation))('%s is %s', async (where, row) => {
    const [method = '', template = ''] = where.split(' ');
    for (const [i, column] of roleColumns.entries()) {
      const operator = column === 'platform_admin';
      const token = column === 'nobody' ? null : await userToken(operator ? 'platform' : 'acme', column);
      const gone = unique('gone').slice(0, 14);
      const path = template.replaceAll(/\{(\w+)\}/g, (_, name) =>
        name === 'tenant_id' ? (operator ? gone : 'acme') : 'nosuch',
      );
      const named = operator && !template.includes('{tenant_id}') && !template.startsWith('/api/v1/tenants');
      const answer = await call({
        method,
        path,
        token,
        headers: named ? { 'x-tenant-id': 'acme' } : {},
        ...(method === 'GET' || method === 'DELETE' ? {} : { body: { nonsense: true } }),
      });
      const code = (answer.json as { code?: string } | null)?.code;
      const refused = answer.status === 401 || (answer.status === 403 && code === 'forbidden');
      expect([column, refused, answer.status < 500], `${where} as ${column}: ${answer.status}`).toEqual([
        column,
        row[i] === '-',
        true,
      ]);
      if (row[i] === '-') expect(answer.status).toBe(column === 'nobody' ? 401 : 403);
    }
  });
});
