import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';
import { eventSchemaSchema } from '#shared/schema/event.ts';

/** Where a tenant's data may live. A cell serves some of these and refuses the rest; `any` is at home everywhere. */
export const residencySchema = z.enum(['any', 'eu', 'uk', 'us', 'ca', 'au', 'in', 'jp', 'sg', 'br']);
export type Residency = z.infer<typeof residencySchema>;

export const tenantStatusSchema = z.enum([
  'provisioning',
  'active',
  'suspended',
  'deleted',
  'purging',
  'purged',
]);
export type TenantStatus = z.infer<typeof tenantStatusSchema>;

export const industrySchema = z.enum([
  'Technology',
  'Government',
  'Healthcare',
  'Finance',
  'Education',
  'Manufacturing',
  'Retail',
]);

export const tenantLimitsSchema = z.strictObject({
  /** Events a second that the tenant may push, averaged; a burst of `burst_seconds` worth is let through at once. */
  events_per_second: z.number().int().min(1).max(100_000),
  burst_seconds: z.number().int().min(1).max(300),
  /** API requests a second of all the tenant's users together. */
  requests_per_second: z.number().int().min(1).max(1_000),
});
export type TenantLimits = z.infer<typeof tenantLimitsSchema>;

export const defaultLimits: TenantLimits = {
  events_per_second: 2_000,
  burst_seconds: 10,
  requests_per_second: 50,
};

export const tenantSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  /** Equal to `tenant_id`; named as the customer knows it. */
  customer_code: tenantIdSchema,
  organization_name: z.string().min(1).max(200),
  contact_email: z.email(),
  industry: industrySchema,
  data_residency: residencySchema,
  /** Days that alerts and archived events are kept. */
  retention_days: z.number().int().min(1).max(3650),
  /** What deletes old search indices: the cluster's Index State Management, or Gatehouse's daily job where it has none. */
  retention_by: z.enum(['ism', 'retention-job']),
  limits: tenantLimitsSchema,
  /** Another schema in which the archive holds every event beside the canonical one; rows from before have none. */
  archive_schema: eventSchemaSchema.default('canonical'),
  /** The schema in which archived events are exported. */
  export_schema: eventSchemaSchema.default('canonical'),
  status: tenantStatusSchema,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  deleted_at: z.iso.datetime().nullable(),
  version: z.number().int().min(1),
});
export type Tenant = z.infer<typeof tenantSchema>;
