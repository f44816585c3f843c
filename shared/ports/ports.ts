import type { AlertStore } from '#shared/ports/alert-store.ts';
import type { Archive } from '#shared/ports/archive.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import type { CaseStore } from '#shared/ports/case-store.ts';
import type { ContentStore } from '#shared/ports/content-store.ts';
import type { EventStreams } from '#shared/ports/event-streams.ts';
import type { FailureStore } from '#shared/ports/failure-store.ts';
import type { FieldStore } from '#shared/ports/field-store.ts';
import type { ForwardStore } from '#shared/ports/forward-store.ts';
import type { HealingStore } from '#shared/ports/healing-store.ts';
import type { IdempotencyStore } from '#shared/ports/idempotency-store.ts';
import type { Journal } from '#shared/ports/journal.ts';
import type { DryRuns, ProofRuns, ProofStore } from '#shared/ports/proof-store.ts';
import type { RateLimiter } from '#shared/ports/rate-limiter.ts';
import type { RuleCatalogue } from '#shared/ports/rule-catalogue.ts';
import type { RunExecutions } from '#shared/ports/run-executions.ts';
import type { SearchIndex } from '#shared/ports/search-index.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';
import type { SourceStore, SourceTokenStore } from '#shared/ports/source-store.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import type { UserDirectory } from '#shared/ports/user-directory.ts';
import type { WebhookStore } from '#shared/ports/webhook-store.ts';
import type { Workflows } from '#shared/ports/workflows.ts';
import type { Systems } from '#shared/schema/systems.ts';
import type { Residency } from '#shared/schema/tenant.ts';
import type { VendorCalls } from '#shared/vendors/vendor-calls.ts';

/** What the API's routes may ask for. A function wires only what its domain needs. */
export type Ports = {
  tenants: TenantStore;
  sources: SourceStore;
  tokens: SourceTokenStore;
  webhooks: WebhookStore;
  alerts: AlertStore;
  cases: CaseStore;
  healing: HealingStore;
  content: ContentStore;
  users: UserDirectory;
  /** Fields that sources send and connectors do not know. */
  fields: FieldStore;
  /** Where events are sent on to. */
  forwarding: ForwardStore;
  rules: RuleCatalogue;
  audit: AuditStore;
  archive: Pick<Archive, 'read' | 'holds' | 'drop' | 'readPacks' | 'replace'>;
  search: SearchIndex;
  limiter: RateLimiter;
  idempotency: IdempotencyStore;
  workflows: Workflows;
  failures: FailureStore;
  streams: Pick<EventStreams, 'putRaw' | 'putEvents'>;
  /** Buckets that one tenant's packs spread over. */
  buckets: number;
  journal: Journal;
  executions: RunExecutions;
  proofs: ProofStore;
  proofRuns: ProofRuns;
  dryRuns: DryRuns;
  /** Sends one event of a source to the public endpoint, as any sender would; its answer in words. */
  pushEvent(sourceId: string, token: string, raw: string): Promise<{ status: number; detail: string }>;
  secrets: SecretStore;
  /** The operator's shared systems, and how systems of others are called. */
  systems: Systems;
  vendorCalls: VendorCalls;
  /** This cell: where it runs and whose data may live here. */
  cell: { stage: string; region: string; residency: readonly Residency[] };
  /** The AWS account that this cell runs in. */
  cellAccount: string;
  /** Named checks of `/ready`; each throws when its dependency does not answer. */
  checks: Readonly<Record<string, () => Promise<void>>>;
  now(): Date;
  newId(): string;
  /** 32 random bytes, base64url. */
  newSecret(): string;
};
