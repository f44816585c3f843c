import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import { type RebuildState, writePosition } from '#shared/pipeline/rebuild-position.ts';
import { type IndexPorts, writeIndex } from '#shared/pipeline/write-index.ts';
import type { AlertStore } from '#shared/ports/alert-store.ts';
import type { CaseStore } from '#shared/ports/case-store.ts';
import type { SearchIndex } from '#shared/ports/search-index.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import type { Tenant, TenantStatus } from '#shared/schema/tenant.ts';

/** Rows between two looks at the clock and at the tenant's status. */
const PAGE = 100;
/** Characters of a foreign error's message that an answer carries. */
const MAX_REASON = 300;

export type RebuildPorts = Omit<IndexPorts, 'search'> & {
  tenants: Pick<TenantStore, 'get' | 'list'>;
  alerts: Pick<AlertStore, 'list'>;
  cases: Pick<CaseStore, 'list'>;
  search: Pick<SearchIndex, 'ensureTenant' | 'clearTenant' | 'removeTenant' | 'write'>;
  now(): Date;
};

/** Counts are those of all calls of one rebuild. `failed` tenants were left where they failed; begin anew with each. */
export type RebuildAnswer = Pick<RebuildState, 'alerts' | 'cases' | 'failed'> &
  ({ done: true } | { done: false; position: string });

type Hand = NonNullable<RebuildState['hand']>;

const retired: readonly TenantStatus[] = ['deleted', 'purging', 'purged'];

/**
 * Fills the search index from the tables, tenant by tenant, for as long as `mayGoOn`; at least one page a call, so that
 * repeated calls come to an end. It writes with the versions of the rows, so live changes are never undone. One
 * tenant's failure stops nobody else's; it is reported.
 * @throws DomainError `not_found` or `tenant_inactive` for a single tenant that can't be rebuilt.
 */
export async function rebuildIndex(
  ports: RebuildPorts,
  from: RebuildState,
  mayGoOn: () => boolean,
): Promise<RebuildAnswer> {
  if (from.only !== null) await assertAlive(ports, from.only);
  let state = from;
  do state = state.hand === null ? await takeNext(ports, state) : await workOn(ports, state, state.hand);
  while ((state.hand !== null || state.further !== null) && mayGoOn());
  const { alerts, cases, failed } = state;
  return state.hand === null && state.further === null
    ? { done: true, alerts, cases, failed }
    : { done: false, position: writePosition(state), alerts, cases, failed };
}

async function assertAlive(ports: RebuildPorts, tenantId: TenantId): Promise<void> {
  const tenant = await ports.tenants.get(tenantId);
  if (tenant === null) throw new DomainError('not_found', `There is no tenant "${tenantId}".`);
  if (!retired.includes(tenant.status)) return;
  throw new DomainError(
    'tenant_inactive',
    `The tenant is ${tenant.status} and is not indexed. A tenant that is only deleted can be resumed first.`,
  );
}

async function takeNext(ports: RebuildPorts, state: RebuildState): Promise<RebuildState> {
  const page = await ports.tenants.list({ limit: 1, position: state.further?.position ?? null });
  const further = page.next === null ? null : { position: page.next };
  const [tenant] = page.items;
  if (tenant === undefined || retired.includes(tenant.status)) return { ...state, further };
  return { ...state, further, hand: { tenant_id: tenant.tenant_id, part: 'begin', page: null } };
}

async function workOn(ports: RebuildPorts, state: RebuildState, hand: Hand): Promise<RebuildState> {
  const tenantId = hand.tenant_id;
  try {
    const tenant = await ports.tenants.get(tenantId);
    if (tenant === null || retired.includes(tenant.status)) return { ...state, hand: null };
    const worked = await workParts[hand.part](ports, state, tenant, hand.page);
    await leaveNothingOfPurged(ports, tenantId);
    return worked;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON);
    return { ...state, hand: null, failed: [...state.failed, { tenant_id: tenantId, reason }] };
  }
}

type Work = (
  ports: RebuildPorts,
  state: RebuildState,
  tenant: Tenant,
  page: string | null,
) => Promise<RebuildState>;

const workParts: Readonly<Record<Hand['part'], Work>> = {
  begin: async (ports, state, { tenant_id, retention_days }) => {
    await ports.search.ensureTenant(tenant_id, retention_days);
    if (state.fresh) {
      // Templates stood before the indices went: one that a live write makes in between is a right one.
      await ports.search.clearTenant(tenant_id);
      await ports.search.ensureTenant(tenant_id, retention_days);
    }
    return { ...state, hand: { tenant_id, part: 'alerts', page: null } };
  },

  alerts: async (ports, state, tenant, position) => {
    const { tenant_id } = tenant;
    const { items, next } = await ports.alerts.list(tenant_id, { limit: PAGE, position });
    const kept = items.filter(({ created_at }) => !isExpired(created_at, tenant, ports.now()));
    const changes = kept.map((alert) => ({ kind: 'put-alert', alert }) as const);
    await writeIndex(ports, tenant_id, changes);
    const part = next === null ? 'cases' : 'alerts';
    return { ...state, alerts: state.alerts + kept.length, hand: { tenant_id, part, page: next } };
  },

  cases: async (ports, state, { tenant_id }, position) => {
    const { items, next } = await ports.cases.list(tenant_id, {}, { limit: PAGE, position });
    const changes = items.map((item) => ({ kind: 'put-case', item }) as const);
    await writeIndex(ports, tenant_id, changes);
    const hand = next === null ? null : { tenant_id, part: 'cases' as const, page: next };
    return { ...state, cases: state.cases + items.length, hand };
  },
};

/** The table keeps alerts longer than the index, which loses a month when the whole of it has outlived the retention. */
function isExpired(createdAt: string, tenant: Tenant, now: Date): boolean {
  const at = new Date(createdAt);
  const monthEnds = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
  return monthEnds <= now.getTime() - tenant.retention_days * 24 * 3600_000;
}

/** A purge may have emptied the index while a page was on its way there. */
async function leaveNothingOfPurged(ports: RebuildPorts, tenantId: TenantId): Promise<void> {
  const status = (await ports.tenants.get(tenantId))?.status;
  if (status === 'purging' || status === 'purged') await ports.search.removeTenant(tenantId);
}
