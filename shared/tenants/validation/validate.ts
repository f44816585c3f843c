import type { TenantId } from '#shared/ids.ts';
import type { CheckName, Validation, ValidationCheck } from '#shared/schema/validation.ts';
import type { Check, Outcome, Suite } from '#shared/tenants/validation/check.ts';
import { checks } from '#shared/tenants/validation/checks.ts';

/** Longer than the longest check takes, with a marked event that never arrives. */
const VALIDATION_SECONDS = 600;
/** Seconds that one check may take before it fails for that alone. */
const CHECK_SECONDS = 300;

const untouched = (check: CheckName): ValidationCheck => ({
  check,
  state: 'pending',
  began_at: null,
  ended_at: null,
  reason: null,
  fix: null,
  evidence: [],
});

/** A run of the whole suite, or of one check of it beside what the last run found of the others. */
export function newValidation(
  tenantId: TenantId,
  asked: { id: string; by: string; only: CheckName | null; last: Validation | null; now: Date },
): Validation {
  const { id, by, only, last, now } = asked;
  const kept = (name: CheckName): ValidationCheck =>
    (only === null || name === only ? undefined : last?.checks.find(({ check }) => check === name)) ??
    untouched(name);
  const all = checks.map(({ check }) => kept(check));
  return {
    tenant_id: tenantId,
    validation_id: id,
    state: 'running',
    only,
    started_at: now.toISOString(),
    started_by: by,
    deadline_at: new Date(now.getTime() + VALIDATION_SECONDS * 1000).toISOString(),
    ended_at: null,
    checks: all,
  };
}

/** The validation with its next check begun, looked at or ended; ended itself after the last. */
export async function advanceValidation(
  suite: Suite,
  validation: Validation,
  family: readonly Check[] = checks,
): Promise<Validation> {
  if (validation.state !== 'running') return validation;
  const { ports } = suite;
  const now = ports.now();
  const next = validation.checks.find(
    ({ check, state }) =>
      (validation.only === null || check === validation.only) && (state === 'pending' || state === 'running'),
  );
  if (next === undefined) return endedValidation(validation, now);
  if (next.state === 'pending') {
    return withCheck(validation, { ...next, state: 'running', began_at: now.toISOString() });
  }
  const check = family.find((one) => one.check === next.check);
  const outcome: Outcome =
    check === undefined
      ? { state: 'failed', reason: 'There is no such check.', fix: 'Run the suite again.', evidence: [] }
      : await check.run({ ...suite, tenantId: validation.tenant_id, validation, check: next });
  return withCheck(validation, judged(next, outcome, ports.now()));
}

function judged(check: ValidationCheck, outcome: Outcome, now: Date): ValidationCheck {
  const at = now.toISOString();
  const { evidence } = outcome;
  if (outcome.state === 'passed') return { ...check, state: 'passed', ended_at: at, evidence };
  if (outcome.state === 'failed') {
    return { ...check, state: 'failed', ended_at: at, reason: outcome.reason, fix: outcome.fix, evidence };
  }
  const late = now.getTime() - Date.parse(check.began_at ?? at) > CHECK_SECONDS * 1000;
  if (!late) return { ...check, evidence };
  return {
    ...check,
    state: 'failed',
    ended_at: at,
    reason: 'The check did not come to an end in time.',
    fix: 'Run it again; see validate-step-errors in docs/runbook.md.',
    evidence,
  };
}

const withCheck = (validation: Validation, changed: ValidationCheck): Validation => ({
  ...validation,
  checks: validation.checks.map((one) => (one.check === changed.check ? changed : one)),
});

/** Passed only when every check has passed, those that were kept from the last run too. */
export function endedValidation(validation: Validation, now: Date): Validation {
  const passed = validation.checks.every(({ state }) => state === 'passed');
  return { ...validation, state: passed ? 'passed' : 'failed', ended_at: now.toISOString() };
}

/** What broke off stands as failed once its time is over, whatever became of its execution. */
export function shownValidation(validation: Validation, now: Date): Validation {
  if (validation.state !== 'running' || now.toISOString() <= validation.deadline_at) return validation;
  const checked = validation.checks.map((one) =>
    one.state === 'running'
      ? {
          ...one,
          state: 'failed' as const,
          reason: 'The validation broke off.',
          fix: 'Run it again; see validate-tenant-failed in docs/runbook.md.',
        }
      : one,
  );
  return endedValidation({ ...validation, checks: checked }, new Date(validation.deadline_at));
}
