import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';
import type {
  PollerState,
  Source,
  SourceFault,
  SourceHealth,
  SourceHour,
  SourceToken,
} from '#shared/schema/source.ts';

export type SourceStore = {
  create(tenantId: TenantId, source: Source, audit: AuditRecord): Promise<void>;
  get(tenantId: TenantId, sourceId: string): Promise<Source | null>;
  /** @throws DomainError `version_conflict` unless the stored version is `source.version - 1`. */
  update(tenantId: TenantId, source: Source, audit: AuditRecord): Promise<void>;
  /** Removes the source and revokes its tokens; its health and its events stay. */
  remove(tenantId: TenantId, sourceId: string, audit: AuditRecord): Promise<void>;
  list(tenantId: TenantId, page: PageRequest): Promise<Page<Source>>;
  /** Zeros for a source that has sent nothing yet. */
  health(tenantId: TenantId, sourceId: string): Promise<SourceHealth>;
  /** What it sent hour by hour since a time (RFC 3339), oldest first; hours without anything are left out. */
  hours(tenantId: TenantId, sourceId: string, since: string): Promise<SourceHour[]>;
  /** Failures of the last weeks by reason, most frequent first. */
  faults(tenantId: TenantId, sourceId: string): Promise<SourceFault[]>;
  /** Null for a source that pushes, and for one that was never fetched from. */
  poller(tenantId: TenantId, sourceId: string): Promise<PollerState | null>;
};

export type SourceTokenStore = {
  /** Stores the token's SHA-256 (hex), never the token. */
  create(tenantId: TenantId, token: SourceToken, hash: string, audit: AuditRecord): Promise<void>;
  list(tenantId: TenantId, sourceId: string): Promise<SourceToken[]>;
  /** False when there is no such token. Revoking a revoked token changes nothing. */
  revoke(
    tenantId: TenantId,
    sourceId: string,
    tokenId: string,
    at: string,
    audit: AuditRecord,
  ): Promise<boolean>;
  /** The only look-up without a tenant: the tenant follows from the token. Null for unknown and revoked ones. */
  findByHash(hash: string): Promise<SourceToken | null>;
};
