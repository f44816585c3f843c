import type { Role } from '#shared/schema/role.ts';
import type { IconName } from '../ui/icon.tsx';

/** What the page offers; the API decides by its own table, so this only keeps dead buttons away. */
export type Ability = 'work' | 'manage-sources' | 'manage-tenants' | 'edit-tenant' | 'read-audit';

const abilities: Readonly<Record<Role, readonly Ability[]>> = {
  platform_admin: ['work', 'manage-sources', 'manage-tenants', 'edit-tenant', 'read-audit'],
  tenant_admin: ['work', 'manage-sources', 'edit-tenant', 'read-audit'],
  soc_analyst: ['work'],
  auditor: ['read-audit'],
};

export function can(role: Role, ability: Ability): boolean {
  return abilities[role].includes(ability);
}

export const roleTitles: Readonly<Record<Role, string>> = {
  platform_admin: 'Platform admin',
  tenant_admin: 'Tenant admin',
  soc_analyst: 'SOC analyst',
  auditor: 'Auditor',
};

export type NavItem = { page: string; href: string; title: string; icon: IconName };

/** The pages a role has something to do on, in the order of the day's work. */
export function navFor(role: Role, tenantId: string): NavItem[] {
  const item = (page: string, title: string, icon: IconName, href = `/${page}`): NavItem => ({
    page,
    href,
    title,
    icon,
  });
  const tenants =
    role === 'platform_admin'
      ? item('tenants', 'Tenants', 'tenants')
      : item('tenants', 'Organisation', 'tenants', `/tenants/${tenantId}`);
  return [
    item('alerts', 'Alerts', 'alerts'),
    item('cases', 'Cases', 'cases'),
    item('dashboards', 'Dashboards', 'dashboards'),
    item('sources', 'Sources', 'sources'),
    tenants,
    item('reports', 'Reports', 'reports'),
    ...(can(role, 'read-audit') ? [item('audit', 'Audit', 'audit')] : []),
    ...(can(role, 'manage-sources') ? [item('onboarding', 'Onboarding', 'onboarding')] : []),
  ];
}
