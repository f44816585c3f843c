import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Alert } from '#shared/schema/alert.ts';
import type { Case } from '#shared/schema/case.ts';
import type { Source } from '#shared/schema/source.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

/*
 * Reads that must find something. What another tenant owns is not there: ports only look among the tenant's own, and
 * the words are the same for both.
 */

export async function existingTenant(ports: Ports, tenantId: TenantId): Promise<Tenant> {
  return found(await ports.tenants.get(tenantId), 'tenant');
}

export async function existingAlert(ports: Ports, tenantId: TenantId, alertId: string): Promise<Alert> {
  return found(await ports.alerts.get(tenantId, alertId), 'alert');
}

export async function existingCase(ports: Ports, tenantId: TenantId, caseId: string): Promise<Case> {
  return found(await ports.cases.get(tenantId, caseId), 'case');
}

export async function existingSource(ports: Ports, tenantId: TenantId, sourceId: string): Promise<Source> {
  return found(await ports.sources.get(tenantId, sourceId), 'source');
}

function found<T>(value: T | null, noun: string): T {
  if (value === null) throw new DomainError('not_found', `There is no such ${noun}.`);
  return value;
}
