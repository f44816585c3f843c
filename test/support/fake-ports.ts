import type { RulesetData } from '#shared/detect/rule.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { ArchivedPack, FailedRecord } from '#shared/ports/archive.ts';
import type { ReplayState } from '#shared/ports/failure-store.ts';
import type { StoredAnswer } from '#shared/ports/idempotency-store.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { RateDecision } from '#shared/ports/rate-limiter.ts';
import type { SearchFilter } from '#shared/ports/search-index.ts';
import type { WebhookSecret } from '#shared/ports/webhook-store.ts';
import type { Sighting } from '#shared/schema/adaptation.ts';
import type { Alert } from '#shared/schema/alert.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { Forwarding } from '#shared/schema/forwarding.ts';
import type { Healing } from '#shared/schema/healing.ts';
import type { ImportedRule } from '#shared/schema/imported-rule.ts';
import type { EventPack, RawPack } from '#shared/schema/pack.ts';
import type { Role } from '#shared/schema/role.ts';
import type {
  PollerState,
  Source,
  SourceFault,
  SourceHealth,
  SourceHour,
  SourceToken,
} from '#shared/schema/source.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { fakeArchive } from './fake-archive.ts';
import { fakeCases } from './fake-cases.ts';
import { fakeContent } from './fake-content.ts';
import { fakeFailures } from './fake-failures.ts';
import { fakeIdempotency } from './fake-idempotency.ts';
import { type FakeProofs, fakeProofs, newFakeProofs } from './fake-proofs.ts';
import { key, ofTenant, pageOf, refuseStale } from './fake-rows.ts';
import { fakeSources, fakeTokens, fakeWebhooks } from './fake-sources.ts';
import { memoryFields } from './memory-fields.ts';
import { memoryForwardStore } from './memory-forward.ts';
import { memoryHealing } from './memory-healing.ts';
import { memoryJournal, memorySecrets } from './memory-journal.ts';
import { noVendorCalls, testSystems } from './test-systems.ts';

type StoredToken = { token: SourceToken; hash: string };

/** What the fakes hold, for tests to fill and to look into. */
export type FakeState = {
  now: Date;
  tenants: Map<string, Tenant>;
  sources: Map<string, Source>;
  tokens: Map<string, StoredToken>;
  webhooks: Map<string, WebhookSecret>;
  alerts: Map<string, Alert>;
  cases: Map<string, Case>;
  timeline: TimelineEntry[];
  audit: AuditRecord[];
  /** Switched-off rules, imported rules and kinds of events, by tenant. */
  rulesOff: Map<string, Set<string>>;
  roles: Record<Role, number> | null;
  forwarding: Map<string, Forwarding>;
  imported: Map<string, ImportedRule[]>;
  kinds: Map<string, EventKind[]>;
  hours: Map<string, SourceHour[]>;
  health: Map<string, Partial<SourceHealth>>;
  faults: Map<string, SourceFault[]>;
  pollers: Map<string, PollerState>;
  /** The self-healing's log. */
  healings: Map<string, Healing>;
  ruleset: RulesetData;
  idempotency: Map<string, { requestHash: string; answer: StoredAnswer | null }>;
  /** What the rate limiter decides next. */
  rate: RateDecision;
  taken: { tenantId: TenantId; perSecond: number }[];
  purges: string[];
  /** Sidelined records by tenant and id, and those that a replay took or sent. */
  failures: Map<string, FailedRecord>;
  replays: Map<string, ReplayState>;
  /** Packs that went to the raw stream. */
  sent: { tenantId: TenantId; pack: RawPack }[];
  /** Runs whose execution was started. */
  runs: string[];
  /** By `tenant/name`. */
  secrets: Map<string, string>;
  ensured: { tenantId: TenantId; retentionDays: number }[];
  archived: CanonicalEvent[];
  /** Archived packs. */
  kept: { tenantId: TenantId; pack: ArchivedPack }[];
  /** Packs that went to the events stream. */
  detected: EventPack[];
  /** Unknown fields, by tenant, source, connector and name. */
  fields: Map<string, Sighting>;
  searched: { tenantId: TenantId; filter: SearchFilter }[];
  proofs: FakeProofs;
  /** Ids of archived packs. */
  packs: Set<string>;
  /** Ids of indexed alerts. */
  indexed: Set<string>;
};

export type FakePorts = { ports: Ports; state: FakeState };

/** In-memory ports with the contracts of `shared/ports`, for unit tests of what is above them. */
export function makeFakePorts(overrides: Partial<Ports> = {}): FakePorts {
  const state: FakeState = {
    now: new Date('2026-11-22T09:00:00.000Z'),
    tenants: new Map(),
    sources: new Map(),
    tokens: new Map(),
    webhooks: new Map(),
    alerts: new Map(),
    cases: new Map(),
    timeline: [],
    audit: [],
    rulesOff: new Map(),
    roles: { platform_admin: 0, tenant_admin: 1, soc_analyst: 2, auditor: 0 },
    forwarding: new Map(),
    imported: new Map(),
    kinds: new Map(),
    hours: new Map(),
    health: new Map(),
    faults: new Map(),
    pollers: new Map(),
    healings: new Map(),
    ruleset: { v: 2, detections: [], correlations: [] },
    idempotency: new Map(),
    rate: { allowed: true },
    taken: [],
    purges: [],
    failures: new Map(),
    replays: new Map(),
    sent: [],
    runs: [],
    secrets: new Map(),
    ensured: [],
    searched: [],
    archived: [],
    kept: [],
    detected: [],
    fields: new Map(),
    proofs: newFakeProofs(),
    packs: new Set(),
    indexed: new Set(),
  };
  let ids = 0;
  const ports: Ports = {
    tenants: fakeTenants(state),
    sources: fakeSources(state),
    tokens: fakeTokens(state),
    webhooks: fakeWebhooks(state),
    alerts: fakeAlerts(state),
    cases: fakeCases(state),
    content: fakeContent(state),
    users: { countRoles: async () => state.roles },
    fields: memoryFields(state.fields),
    forwarding: memoryForwardStore(state.forwarding),
    healing: memoryHealing(state.healings),
    rules: { all: () => state.ruleset },
    audit: {
      append: async (_tenantId, record) => void state.audit.push(record),
      list: async (tenantId, page) =>
        pageOf(state.audit.filter((record) => record.tenant_id === tenantId).reverse(), page),
    },
    archive: fakeArchive(state),
    search: fakeSearch(state),
    limiter: {
      take: async (tenantId, _name, _cost, limit) => {
        state.taken.push({ tenantId, perSecond: limit.perSecond });
        return state.rate;
      },
    },
    idempotency: fakeIdempotency(state),
    failures: fakeFailures(state),
    streams: {
      putRaw: async (tenantId, packs) =>
        void state.sent.push(...packs.map(({ pack }) => ({ tenantId, pack }))),
      putEvents: async (_tenantId, packs) => void state.detected.push(...packs.map(({ pack }) => pack)),
    },
    ...fakeProofs(state.proofs),
    buckets: 4,
    journal: memoryJournal(),
    executions: {
      start: async (_tenantId, run) => void state.runs.push(run.run_id),
      isRunning: async () => false,
    },
    secrets: memorySecrets(state.secrets),
    systems: testSystems(null),
    vendorCalls: noVendorCalls(() => state.now),
    workflows: { startPurge: async (tenantId) => void state.purges.push(tenantId) },
    cell: { stage: 'test', region: 'eu-west-1', residency: ['eu', 'uk'] },
    cellAccount: '111122223333',
    checks: {},
    now: () => state.now,
    newId: () => `id-${++ids}`,
    newSecret: () => 'A'.repeat(43),
    ...overrides,
  };
  return { ports, state };
}

function fakeTenants(state: FakeState): Ports['tenants'] {
  return {
    async create(tenantId, tenant, audit) {
      const taken = [...state.tenants.keys()].some(
        (code) => code.startsWith(tenantId) || tenantId.startsWith(code),
      );
      if (taken) throw new DomainError('code_taken', 'The customer code is taken.');
      state.tenants.set(tenantId, tenant);
      state.audit.push(audit);
    },
    async refusalOf(code) {
      const taken = [...state.tenants.keys()].some((one) => one.startsWith(code) || code.startsWith(one));
      return taken ? new DomainError('code_taken', 'The customer code is taken.') : null;
    },
    get: async (tenantId) => state.tenants.get(tenantId) ?? null,
    async update(tenantId, tenant, audit) {
      refuseStale('tenant', state.tenants.get(tenantId), tenant);
      state.tenants.set(tenantId, tenant);
      state.audit.push(audit);
    },
    list: async (page) => pageOf([...state.tenants.values()], page),
  };
}

function fakeAlerts(state: FakeState): Ports['alerts'] {
  return {
    upsert: async () => {
      throw new Error('Alerts are detected elsewhere; put them into the state.');
    },
    get: async (tenantId, alertId) => state.alerts.get(key(tenantId, alertId)) ?? null,
    list: async (tenantId, page) => pageOf(ofTenant(state.alerts.values(), tenantId), page),
    remove: async (tenantId, alertId) => void state.alerts.delete(key(tenantId, alertId)),
    async change(tenantId, alertId, version, change, now, audit) {
      const stored = state.alerts.get(key(tenantId, alertId));
      refuseStale('alert', stored, { version: version + 1 });
      const alert = { ...(stored as Alert), ...change, updated_at: now, version: version + 1 };
      state.alerts.set(key(tenantId, alertId), alert);
      state.audit.push(audit);
      return alert;
    },
  };
}

function fakeSearch(state: FakeState): Ports['search'] {
  const unused = async (): Promise<never> => {
    throw new Error('The API does not call this.');
  };
  return {
    async ensureTenant(tenantId, retentionDays) {
      state.ensured.push({ tenantId, retentionDays });
      return 'ism';
    },
    inspectTenant: async (tenantId) => {
      const there = state.ensured.some((one) => one.tenantId === tenantId);
      return {
        alert_template: there,
        case_template: there,
        alert_alias: there,
        case_index: there,
        policy: there,
      };
    },
    holdsAlert: async (_tenantId, { alert_id }) => state.indexed.has(alert_id),
    async alerts(tenantId, filter, page) {
      state.searched.push({ tenantId, filter });
      return pageOf(ofTenant(state.alerts.values(), tenantId), page);
    },
    async cases(tenantId, filter, page) {
      state.searched.push({ tenantId, filter });
      const text = filter.text?.toLowerCase() ?? '';
      return pageOf(
        ofTenant(state.cases.values(), tenantId).filter((item) => item.title.toLowerCase().includes(text)),
        page,
      );
    },
    write: unused,
    dropExpired: unused,
    clearTenant: unused,
    async removeTenant(tenantId) {
      state.ensured = state.ensured.filter((one) => one.tenantId !== tenantId);
    },
    ping: async () => {},
  };
}
