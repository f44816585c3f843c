import type { AuditRecord } from '#shared/schema/audit.ts';
import type { Client, Page, Query } from './client.ts';

export function listAudit(client: Client, query: Query, signal?: AbortSignal): Promise<Page<AuditRecord>> {
  return client.request('/api/v1/audit', { query, ...(signal ? { signal } : {}) });
}
