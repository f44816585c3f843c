import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { auditForPlatform } from '#shared/api/platform-audit.ts';
import { defineRoute, type RequestContext } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import { type TenantId, tenantIdSchema } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import { residencySchema, type Tenant, tenantLimitsSchema, tenantSchema } from '#shared/schema/tenant.ts';
import {
  completeTenant,
  type NewTenant,
  newTenant,
  refuseForeignResidency,
  refuseReservedCode,
} from '#shared/tenants/new-tenant.ts';

const { organization_name, contact_email, industry, retention_days } = tenantSchema.shape;

export const createTenant = defineRoute({
  operation: 'createTenant',
  summary: 'Create a tenant with its search index; repeating an interrupted creation completes it',
  method: 'POST',
  path: '/api/v1/tenants',
  domain: 'tenants',
  scope: 'platform',
  roles: access.operate,
  status: 201,
  idempotent: true,
  body: z.strictObject({
    customer_code: tenantIdSchema.describe('Short, immutable, and never the beginning of another one.'),
    organization_name,
    contact_email,
    industry,
    data_residency: residencySchema,
    retention_days: retention_days.default(90),
    limits: tenantLimitsSchema.partial().optional(),
  }),
  answer: tenantAnswer,
  location: (tenant) => `/api/v1/tenants/${tenant.tenant_id}`,
  async handle(ports, context, { body }) {
    const tenantId = body.customer_code;
    refuseReservedCode(tenantId);
    refuseForeignResidency(body.data_residency, ports.cell);
    const begun = (await unfinished(ports, tenantId)) ?? (await begin(ports, context, body));
    const retentionBy = await ports.search.ensureTenant(tenantId, body.retention_days);
    const tenant = completeTenant(begun, body, retentionBy, context.now);
    await ports.tenants.update(tenantId, tenant, auditFor(ports, context, begun, tenant));
    await auditForPlatform(ports, context, 'createTenant', `tenant/${tenantId}`, null, {
      status: tenant.status,
    });
    return tenant;
  },
});

/** A tenant whose creation stopped half way, or null for a free code. */
async function unfinished(ports: Ports, tenantId: TenantId): Promise<Tenant | null> {
  const existing = await ports.tenants.get(tenantId);
  if (existing === null || existing.status === 'provisioning') return existing;
  throw new DomainError('code_taken', `The customer code "${tenantId}" is taken. Choose another one.`);
}

async function begin(ports: Ports, context: RequestContext, wanted: NewTenant): Promise<Tenant> {
  const tenant = newTenant(wanted, context.now);
  await ports.tenants.create(tenant.tenant_id, tenant, auditFor(ports, context, null, tenant));
  return tenant;
}

function auditFor(ports: Ports, context: RequestContext, before: Tenant | null, after: Tenant) {
  const change = { action: 'createTenant', target: `tenant/${after.tenant_id}`, before, after };
  return auditOf(context, ports.newId(), change, after.tenant_id);
}
