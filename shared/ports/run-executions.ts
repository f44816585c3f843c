import type { TenantId } from '#shared/ids.ts';
import type { Run } from '#shared/schema/onboarding.ts';

/** The state machines that work on runs. Each time a run is started is an attempt with an execution of its own. */
export type RunExecutions = {
  /** Starts the work on a run as it stands: forwards, or backwards where it is `undoing`. Twice is once. */
  start(tenantId: TenantId, run: Run): Promise<void>;
  /** Whether the execution of the run's present attempt is at work. */
  isRunning(tenantId: TenantId, run: Run): Promise<boolean>;
};
