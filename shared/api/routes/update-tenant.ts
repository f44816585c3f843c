import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { tenantAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingTenant } from '#shared/api/existing.ts';
import { changesSomething, NO_CHANGE, tenantParams, versionField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { sideOf } from '#shared/changes.ts';
import { eventSchemaSchema } from '#shared/schema/event.ts';
import { tenantLimitsSchema, tenantSchema } from '#shared/schema/tenant.ts';
import { changeTenant } from '#shared/tenants/change-tenant.ts';

const { organization_name, contact_email, retention_days } = tenantSchema.shape;
const fixed = (name: string) => z.never({ error: `${name} is given once and can't be changed` }).optional();

export const updateTenant = defineRoute({
  operation: 'updateTenant',
  summary: 'Change a tenant; retention and limits only in the hands of the operator',
  method: 'PATCH',
  path: '/api/v1/tenants/{tenant_id}',
  domain: 'tenants',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  params: tenantParams,
  body: z
    .strictObject({
      version: versionField,
      organization_name: organization_name.optional(),
      contact_email: contact_email.optional(),
      retention_days: retention_days.optional(),
      limits: tenantLimitsSchema.partial().optional(),
      archive_schema: eventSchemaSchema.optional(),
      export_schema: eventSchemaSchema.optional(),
      customer_code: fixed('customer_code'),
      data_residency: fixed('data_residency'),
    })
    .refine(changesSomething, NO_CHANGE),
  answer: tenantAnswer,
  async handle(ports, context, { body }) {
    const { tenantId, caller, now } = context;
    const { version, customer_code: _code, data_residency: _residency, ...change } = body;
    const before = await existingTenant(ports, tenantId);
    const { tenant: changed, changes } = changeTenant(before, version, change, caller.role, now);
    const tenant =
      change.retention_days === undefined
        ? changed
        : { ...changed, retention_by: await ports.search.ensureTenant(tenantId, change.retention_days) };
    if (Object.keys(changes).length === 0) return tenant;
    const audit = auditOf(context, ports.newId(), {
      action: 'updateTenant',
      target: `tenant/${tenantId}`,
      before: sideOf(changes, 'before'),
      after: sideOf(changes, 'after'),
    });
    await ports.tenants.update(tenantId, tenant, audit);
    return tenant;
  },
});
