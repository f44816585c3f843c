import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';

/** A row's key in the fakes: the tenant first, as in the tables. */
export const key = (tenantId: TenantId, ...ids: string[]): string => [tenantId, ...ids].join('#');

export function pageOf<T>(all: readonly T[], page: PageRequest): Page<T> {
  const start = page.position === null ? 0 : Number(page.position);
  const end = start + page.limit;
  return { items: all.slice(start, end), next: end < all.length ? String(end) : null };
}

export function ofTenant<T extends { tenant_id: TenantId }>(rows: Iterable<T>, tenantId: TenantId): T[] {
  return [...rows].filter((row) => row.tenant_id === tenantId);
}

export function refuseStale(
  noun: string,
  stored: { version: number } | undefined,
  next: { version: number },
): void {
  if (stored === undefined) throw new DomainError('not_found', `There is no such ${noun}.`);
  if (stored.version === next.version - 1) return;
  throw new DomainError('version_conflict', `The ${noun} was changed.`, { current_version: stored.version });
}
