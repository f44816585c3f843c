import { describe, expect, it } from 'vitest';
import { can, navFor } from '../../../web/src/app/permissions.ts';
import { matchRoute, staysHere } from '../../../web/src/app/router.ts';
import { filterPath } from '../../../web/src/app/use-filters.ts';

describe('the page of a path', () => {
  it.each([
    ['/', { page: 'alerts' }],
    ['/alerts', { page: 'alerts' }],
    ['/alerts/', { page: 'alerts' }],
    ['/alerts/abc', { page: 'alert', id: 'abc' }],
    ['/alerts/a%2Fb', { page: 'alert', id: 'a/b' }],
    ['/cases/1', { page: 'case', id: '1' }],
    ['/tenants/acme', { page: 'tenant', id: 'acme' }],
    ['/sources/s1', { page: 'source', id: 's1' }],
    ['/sources/s1/reading', { page: 'source-reading', id: 's1' }],
    ['/sources/s1/other', { page: 'unknown' }],
    ['/cases/1/reading', { page: 'unknown' }],
    ['/audit', { page: 'audit' }],
    ['/onboarding', { page: 'onboarding' }],
    ['/checklist', { page: 'checklist' }],
    ['/reports', { page: 'reports' }],
    ['/dashboards', { page: 'dashboards' }],
    ['/dashboards/soc-overview', { page: 'dashboard', id: 'soc-overview' }],
    ['/sign-in/callback', { page: 'alerts' }],
    ['/audit/1', { page: 'unknown' }],
    ['/alerts/a/b', { page: 'unknown' }],
    ['/alerts/%E0%A4%A', { page: 'unknown' }],
    ['/constructor', { page: 'unknown' }],
  ])('%s is found', (path, route) => {
    expect(matchRoute(path)).toEqual(route);
  });
});

describe('a click on a link', () => {
  const origin = 'https://soc.example';
  const link = (href: string, extra: Record<string, unknown> = {}) =>
    ({
      origin: new URL(href, origin).origin,
      target: '',
      hasAttribute: () => false,
      getAttribute: () => href,
      ...extra,
    }) as unknown as HTMLAnchorElement;
  const click = (extra: Partial<MouseEvent> = {}) =>
    ({ defaultPrevented: false, button: 0, ...extra }) as MouseEvent;

  it('stays in the app on the same site', () => {
    expect(staysHere(click(), link('/cases'), origin)).toBe(true);
  });

  it('is left to the browser for new tabs, other sites, other buttons and places within the page', () => {
    expect(staysHere(click({ ctrlKey: true }), link('/cases'), origin)).toBe(false);
    expect(staysHere(click({ metaKey: true }), link('/cases'), origin)).toBe(false);
    expect(staysHere(click({ button: 1 }), link('/cases'), origin)).toBe(false);
    expect(staysHere(click(), link('https://attack.mitre.org/'), origin)).toBe(false);
    expect(staysHere(click(), link('/docs', { target: '_blank' }), origin)).toBe(false);
    expect(staysHere(click(), link('#main'), origin)).toBe(false);
    expect(staysHere(click({ defaultPrevented: true }), link('/cases'), origin)).toBe(false);
  });
});

describe('filters in the address', () => {
  it('leave no trace when they are empty', () => {
    expect(filterPath('/alerts', { status: '', q: '' })).toBe('/alerts');
    expect(filterPath('/alerts', { status: 'open', q: 'a b' })).toBe('/alerts?status=open&q=a+b');
  });
});

describe('the navigation', () => {
  const pages = (role: Parameters<typeof navFor>[0]) => navFor(role, 'acme').map((item) => item.href);

  it('shows each role what it has something to do on', () => {
    expect(pages('platform_admin')).toEqual([
      '/alerts',
      '/cases',
      '/dashboards',
      '/sources',
      '/tenants',
      '/reports',
      '/audit',
      '/onboarding',
    ]);
    expect(pages('tenant_admin')).toEqual([
      '/alerts',
      '/cases',
      '/dashboards',
      '/sources',
      '/tenants/acme',
      '/reports',
      '/audit',
      '/onboarding',
    ]);
    expect(pages('soc_analyst')).toEqual([
      '/alerts',
      '/cases',
      '/dashboards',
      '/sources',
      '/tenants/acme',
      '/reports',
    ]);
    expect(pages('auditor')).toEqual([
      '/alerts',
      '/cases',
      '/dashboards',
      '/sources',
      '/tenants/acme',
      '/reports',
      '/audit',
    ]);
  });

  it('offers an auditor no change', () => {
    for (const ability of ['work', 'manage-sources', 'manage-tenants', 'edit-tenant'] as const)
      expect(can('auditor', ability)).toBe(false);
  });
});
