import type { Route } from '#shared/api/route.ts';
import { type Role, roles } from '#shared/schema/role.ts';

/** Every route as `METHOD path` with the answer to each role and to nobody: may call it or not. */
export function roleMatrix(routes: readonly Route[]): Record<string, Record<Role | 'nobody', boolean>> {
  return Object.fromEntries(
    routes.map((route) => {
      const open = route.scope === 'public';
      const may = Object.fromEntries(roles.map((role) => [role, open || route.roles.includes(role)]));
      return [`${route.method} ${route.path}`, { ...may, nobody: open } as Record<Role | 'nobody', boolean>];
    }),
  );
}
