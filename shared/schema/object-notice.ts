import { z } from 'zod';
import { type TenantId, tenantIdSchema, uuidV5 } from '#shared/ids.ts';

/** A new object in a customer's bucket, of which that customer's own EventBridge told us through a source's token. */
export const objectNoticeSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  source_id: z.string(),
  connector: z.string(),
  request_id: z.string(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  key: z.string().min(1).max(1024),
  /** When the object was made: the same however often the notice comes. */
  created_at: z.iso.datetime(),
});
export type ObjectNotice = z.infer<typeof objectNoticeSchema>;

/** Path of the roles that customers let us take, so that our own policy names them and nothing else. */
export const READER_ROLE_PATH = 'gatehouse';

/** The role in the customer's account by which one source's objects are read. */
export function readerRoleArn({ account, source_id }: Pick<ObjectNotice, 'account' | 'source_id'>): string {
  return `arn:aws:iam::${account}:role/${READER_ROLE_PATH}/${source_id}`;
}

/**
 * What that role asks of whoever takes it. It follows from tenant and source, so nobody chooses it: another tenant that
 * names the same account and role would come with another one, and be refused by AWS (IAM, "confused deputy").
 */
export function externalIdOf(tenantId: TenantId, sourceId: string): string {
  return uuidV5('aws-external-id', tenantId, sourceId);
}
