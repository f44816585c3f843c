import type { TenantId } from '#shared/ids.ts';
import type { SourceTest, Validation } from '#shared/schema/validation.ts';

/** The last test of each source and the last validation of the tenant. */
export type ProofStore = {
  test(tenantId: TenantId, sourceId: string): Promise<SourceTest | null>;
  tests(tenantId: TenantId): Promise<SourceTest[]>;
  /** Puts a new test in place of the last one. */
  beginTest(tenantId: TenantId, test: SourceTest): Promise<void>;
  /** False when a newer test has taken its place: then nothing is written. */
  updateTest(tenantId: TenantId, test: SourceTest): Promise<boolean>;
  validation(tenantId: TenantId): Promise<Validation | null>;
  /** @throws DomainError `conflict` while another one runs and its deadline (`now`, RFC 3339) is not over. */
  beginValidation(tenantId: TenantId, validation: Validation, now: string): Promise<void>;
  updateValidation(tenantId: TenantId, validation: Validation): Promise<boolean>;
};

/** The workflows that act for tenants, by the name of their folder. */
export const dryRunNames = ['onboard-tenant', 'offboard-tenant', 'purge-tenant'] as const;
export type DryRunName = (typeof dryRunNames)[number];

/** What moves proofs on while nobody waits. */
export type ProofRuns = {
  /** Starts the work on a test or a validation; twice is once. */
  start(
    tenantId: TenantId,
    work: { kind: 'test'; source_id: string; id: string } | { kind: 'validation'; id: string },
  ): Promise<void>;
};

/** Executions that go through a workflow without doing anything to a tenant. */
export type DryRuns = {
  start(tenantId: TenantId, workflow: DryRunName, id: string): Promise<void>;
  /** Step Functions' word for how it stands, such as `RUNNING`; null when there is no such execution. */
  status(tenantId: TenantId, workflow: DryRunName, id: string): Promise<string | null>;
};
