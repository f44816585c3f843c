import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { makeSearchIndex } from '#shared/aws/opensearch-index.ts';
import { type TenantId, tenantIdSchema } from '#shared/ids.ts';
import type { IndexChange, SearchFilter, SearchIndex } from '#shared/ports/search-index.ts';
import type { Alert } from '#shared/schema/alert.ts';
import { buildAlert } from './builders/alert.ts';

export type ScratchSearch = {
  /** The index under test. Read it inside tests and hooks only. */
  index: SearchIndex;
  newTenant(): TenantId;
  /** A new tenant with these alerts, ready to be searched. */
  filled(...alerts: Partial<Alert>[]): Promise<TenantId>;
  idsOf(tenantId: TenantId, filter?: SearchFilter): Promise<string[]>;
  /** Makes what was written visible at once. */
  refresh(tenantId: TenantId): Promise<unknown>;
  /** A request to the cluster itself. */
  ask(method: string, path: string, body?: unknown): Promise<Response>;
};

export const putAlert = (tenantId: TenantId, given: Partial<Alert> = {}): IndexChange => ({
  kind: 'put-alert',
  alert: buildAlert(tenantId, given),
});

/** The stack's OpenSearch with tenants of one test file, which are removed after it. */
export function scratchSearch(): ScratchSearch {
  const tenants: TenantId[] = [];
  const ask: ScratchSearch['ask'] = (method, path, body) =>
    fetch(`${inject('stack').openSearch}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const scratch: ScratchSearch = {
    index: {} as SearchIndex,
    newTenant: () => {
      // Codes of one length, so that none begins another.
      const tenantId = tenantIdSchema.parse(`c${randomUUID().slice(0, 8)}`);
      tenants.push(tenantId);
      return tenantId;
    },
    filled: async (...alerts) => {
      const tenantId = scratch.newTenant();
      await scratch.index.ensureTenant(tenantId, 30);
      const changes = alerts.map((given) => putAlert(tenantId, given));
      expect(await scratch.index.write(tenantId, changes)).toEqual([]);
      await scratch.refresh(tenantId);
      return tenantId;
    },
    idsOf: async (tenantId, filter = {}) =>
      (await scratch.index.alerts(tenantId, filter, { limit: 200, position: null })).items.map(
        (alert) => alert.alert_id,
      ),
    refresh: (tenantId) => ask('POST', `/alerts-${tenantId}-*,cases-${tenantId}/_refresh`),
    ask,
  };
  beforeAll(() => {
    scratch.index = makeSearchIndex({ url: inject('stack').openSearch, signed: false });
  });
  afterAll(async () => {
    for (const tenantId of tenants) await scratch.index.removeTenant(tenantId);
  });
  return scratch;
}
