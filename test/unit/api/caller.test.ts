import { describe, expect, it } from 'vitest';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const me = (as: Record<string, unknown> | null) => callApi(makeTwoTenants().ports, 'GET /api/v1/me', { as });

describe('the caller', () => {
  it('is told by the claims', async () => {
    const answer = await me(buildClaims('soc_analyst'));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user_id: 'soc_analyst-of-acme',
      email: 'soc_analyst@acme.example',
      role: 'soc_analyst',
      tenant_id: 'acme',
    });
  });

  it('is the platform for a platform_admin, with or without a tenant claim', async () => {
    const { tenant_id: _, ...without } = buildClaims('platform_admin');
    expect((await me(without)).body.tenant_id).toBe('platform');
    expect((await me(buildClaims('platform_admin'))).body.tenant_id).toBe('platform');
  });

  it('is known by the subject where the token has no e-mail', async () => {
    const { email: _, ...claims } = buildClaims('auditor');
    expect((await me(claims)).body.email).toBe('auditor-of-acme');
  });

  it('is nobody without claims: 401', async () => {
    const answer = await me(null);
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });

  const broken: [string, Record<string, unknown>][] = [
    ['an unknown role', { ...buildClaims('auditor'), role: 'root' }],
    ['no role', { ...buildClaims('auditor'), role: undefined }],
    ['two roles', { ...buildClaims('auditor'), role: ['auditor', 'platform_admin'] }],
    ['no tenant', { ...buildClaims('auditor'), tenant_id: undefined }],
    ['an empty tenant', { ...buildClaims('auditor'), tenant_id: '' }],
    ['a tenant that is none', { ...buildClaims('auditor'), tenant_id: 'acme*' }],
    ['the platform as tenant of a tenant_admin', buildClaims('tenant_admin', 'platform')],
    ['a tenant of a platform_admin', buildClaims('platform_admin', 'acme')],
    ['no subject', { ...buildClaims('auditor'), sub: '' }],
  ];
  for (const [what, claims] of broken) {
    it(`is refused with ${what}: 403`, async () => {
      const answer = await me(claims);
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
    });
  }
});
