import { describe, expect, it } from 'vitest';
import { access } from '#shared/api/access.ts';
import { roles } from '#shared/schema/role.ts';
import { type Ability, can } from '../../../web/src/app/permissions.ts';

const sameAs: Readonly<Record<Ability, readonly string[]>> = {
  work: access.work,
  'manage-sources': access.administer,
  'edit-tenant': access.administer,
  'manage-tenants': access.operate,
  'read-audit': access.audit,
};

describe('what the page offers a role', () => {
  it.each(Object.entries(sameAs))('%s is what the API allows it', (ability, allowed) => {
    expect(roles.filter((role) => can(role, ability as Ability))).toEqual([...allowed]);
  });
});
