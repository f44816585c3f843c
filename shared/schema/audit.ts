import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';
import { roleSchema } from '#shared/schema/role.ts';

/** One change, written in the same transaction as the change itself and never altered after. */
export const auditRecordSchema = z.strictObject({
  audit_id: z.string(),
  /** Whose data was touched; `platform` for what belongs to no tenant. */
  tenant_id: tenantIdSchema,
  at: z.iso.datetime(),
  /** The user's subject and e-mail, or the name of the function for what the system did by itself. */
  actor: z.strictObject({
    id: z.string(),
    email: z.string().nullable(),
    role: z.union([roleSchema, z.literal('system')]),
  }),
  /** The operation, such as `updateCase`. */
  action: z.string(),
  /** The thing it was done to, such as `case/7c9e…`. */
  target: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  request_id: z.string(),
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;
