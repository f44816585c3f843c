import type { ApiRequest } from '#shared/api/request.ts';
import type { Caller, Route } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import { PLATFORM_TENANT, type TenantId, tenantIdSchema } from '#shared/ids.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import { defaultLimits, type Tenant, type TenantLimits } from '#shared/schema/tenant.ts';

export type Tenancy = {
  /** What the request acts for. */
  tenantId: TenantId;
  /** Whose allowance of requests it uses: the operator's own work never eats a tenant's. */
  payer: { tenantId: TenantId; limits: TenantLimits };
};

/** Every tenant that the request names: header, path, query (also repeated), body. Empty for none. */
function namedTenants(request: ApiRequest, body: unknown): string[] {
  const inBody =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>).tenant_id : undefined;
  const named = [
    request.headers['x-tenant-id'],
    request.pathParams.tenant_id,
    request.query.tenant_id,
    inBody,
  ];
  return named
    .flat()
    .filter((name) => name !== undefined)
    .map((name) => (typeof name === 'string' ? name : JSON.stringify(name)));
}

/**
 * Holds the request to one tenant, before anything is read for it.
 *
 * Everybody but a platform_admin acts for the token's tenant; naming another is refused in the same words whether it
 * exists or not. A platform_admin names the tenant, and only one.
 *
 * @throws DomainError `tenant_mismatch`, `tenant_required`, `tenant_inactive`, `not_found` (platform_admin only).
 */
export async function resolveTenancy(
  route: Route,
  tenants: TenantStore,
  caller: Caller,
  request: ApiRequest,
  body: unknown,
): Promise<Tenancy> {
  const named = namedTenants(request, body);
  if (caller.role === 'platform_admin') return operatorTenancy(route, tenants, named);
  if (named.some((name) => name !== caller.tenantId)) throw mismatch();
  const tenant = await tenants.get(caller.tenantId);
  if (route.createsTenant === true) return newcomer(caller.tenantId, tenant);
  if (tenant === null) throw inactive('Your tenant does not exist in this cell.');
  const readable =
    tenant.status === 'active' || tenant.status === 'suspended' || tenant.status === 'provisioning';
  if (!readable) throw inactive('Your tenant was deleted. Ask the operator of the platform.');
  refuseChange(route, tenant);
  return { tenantId: tenant.tenant_id, payer: { tenantId: tenant.tenant_id, limits: tenant.limits } };
}

async function operatorTenancy(
  route: Route,
  tenants: TenantStore,
  named: readonly string[],
): Promise<Tenancy> {
  const payer = { tenantId: PLATFORM_TENANT, limits: defaultLimits };
  const first = named[0];
  if (named.some((name) => name !== first)) throw mismatch();
  if (route.scope !== 'tenant') return { tenantId: PLATFORM_TENANT, payer };
  if (first === undefined) {
    throw new DomainError('tenant_required', 'Name the tenant that you act for in the header X-Tenant-ID.');
  }
  if (first === PLATFORM_TENANT && route.platformToo === true) return { tenantId: PLATFORM_TENANT, payer };
  const parsed = tenantIdSchema.safeParse(first);
  if (!parsed.success) {
    throw new DomainError(
      'invalid_request',
      `The tenant in X-Tenant-ID or the path ${parsed.error.issues[0]?.message}.`,
    );
  }
  const tenant = await tenants.get(parsed.data);
  if (route.createsTenant === true) return { tenantId: parsed.data, payer };
  if (tenant === null)
    throw new DomainError('not_found', `There is no tenant "${parsed.data}" in this cell.`);
  refuseChange(route, tenant);
  return { tenantId: tenant.tenant_id, payer };
}

/** A tenant on its way into service, or out of it. Its own limits count once it has some. */
function newcomer(tenantId: TenantId, tenant: Tenant | null): Tenancy {
  return { tenantId, payer: { tenantId, limits: tenant?.limits ?? defaultLimits } };
}

function refuseChange(route: Route, tenant: Tenant): void {
  if (route.scope !== 'tenant' || route.method === 'GET' || tenant.status === 'active') return;
  throw inactive(`The tenant is ${tenant.status}: it can be read but not changed until it is active.`);
}

function mismatch(): DomainError {
  return new DomainError(
    'tenant_mismatch',
    'The request names a tenant that is not the one you act for. Name your own tenant everywhere, or none.',
  );
}

function inactive(reason: string): DomainError {
  return new DomainError('tenant_inactive', reason);
}
