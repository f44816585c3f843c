import type { TenantId } from '#shared/ids.ts';
import type { DriftReport } from '#shared/schema/drift.ts';
import type { Owned, Run, Step, Wizard } from '#shared/schema/onboarding.ts';

/**
 * What was done for a tenant in other people's systems. Runs and steps tell the story; owned rows tell, over all runs,
 * what is ours to take away again.
 */
export type Journal = {
  /**
   * Writes the run with its steps, and takes the tenant's one place for a run at work.
   * @throws DomainError `conflict` while another run of the tenant is at work.
   */
  begin(tenantId: TenantId, run: Run, steps: readonly Step[]): Promise<void>;
  run(tenantId: TenantId, runId: string): Promise<Run | null>;
  /** Newest first. */
  runs(tenantId: TenantId): Promise<Run[]>;
  /**
   * Replaces a run; one that is no longer at work gives its place up, one that is takes it again.
   * @throws DomainError `version_conflict` unless the stored version is `run.version - 1`, `conflict` as in `begin`.
   */
  updateRun(tenantId: TenantId, run: Run): Promise<void>;
  steps(tenantId: TenantId, runId: string): Promise<Step[]>;
  /** @throws DomainError `version_conflict` unless the stored version is `step.version - 1`. */
  updateStep(tenantId: TenantId, step: Step): Promise<void>;
  owned(tenantId: TenantId): Promise<Owned[]>;
  putOwned(tenantId: TenantId, owned: Owned): Promise<void>;
  removeOwned(tenantId: TenantId, step: string, key: string): Promise<void>;
  wizard(tenantId: TenantId): Promise<Wizard | null>;
  /** @throws DomainError `version_conflict` unless the stored version is `wizard.version - 1`. */
  putWizard(tenantId: TenantId, wizard: Wizard): Promise<void>;
  /** The last daily check. */
  putDrift(tenantId: TenantId, report: DriftReport): Promise<void>;
  drift(tenantId: TenantId): Promise<DriftReport | null>;
  /** The signed record of an off-boarding; kept for ever. */
  putRecord(tenantId: TenantId, name: string, document: string): Promise<void>;
  record(tenantId: TenantId, name: string): Promise<string | null>;
};
