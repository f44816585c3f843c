import { z } from 'zod';
import type { TenantId } from '#shared/ids.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';

/** Services that sign what they push, by how they do it; the rows are in `ways/signatures.ts`. */
export const signatureSchemeSchema = z.enum(['github', 'slack', 'pagerduty', 'standard-webhooks']);
export type SignatureScheme = z.infer<typeof signatureSchemeSchema>;

/** The secret that a source and its vendor share to sign webhooks. */
export type WebhookSecret = {
  tenant_id: TenantId;
  source_id: string;
  scheme: SignatureScheme;
  secret: string;
};

export type WebhookStore = {
  /** Keeps the secret, encrypted, in place of an earlier one. */
  set(webhook: WebhookSecret, at: string, audit: AuditRecord): Promise<void>;
  /** False when the source has none. */
  remove(tenantId: TenantId, sourceId: string, audit: AuditRecord): Promise<boolean>;
  /** A look-up without a tenant: the tenant follows from the source, and the request proves itself by its signature. */
  find(sourceId: string): Promise<WebhookSecret | null>;
};
