import { dryRunNames } from '#shared/ports/proof-store.ts';
import type { Check } from '#shared/tenants/validation/check.ts';

/**
 * The workflows that act for this tenant exist, have the definition that runs, and may be started: each goes through a
 * dry run, which ends at its first state and touches nothing. That what they would do succeeds is not proven here; the
 * evidence says so.
 */
export const playbooksCheck: Check = {
  check: 'playbooks',
  title: 'Playbooks',
  async run({ ports, tenantId, validation, check }) {
    const id = validation.validation_id;
    if (check.evidence.length === 0) {
      const begun = await Promise.all(
        dryRunNames.map(async (name) => {
          try {
            await ports.dryRuns.start(tenantId, name, id);
            return { label: name, value: 'RUNNING' };
          } catch (error) {
            return { label: name, value: `not started: ${nameOf(error)}` };
          }
        }),
      );
      return { state: 'waiting', evidence: begun };
    }
    const evidence = await Promise.all(
      check.evidence.map(async ({ label, value }) => {
        const name = dryRunNames.find((one) => one === label);
        if (name === undefined || value.startsWith('not started')) return { label, value };
        return { label, value: (await ports.dryRuns.status(tenantId, name, id)) ?? 'not found' };
      }),
    );
    if (evidence.some(({ value }) => value === 'RUNNING')) return { state: 'waiting', evidence };
    const broken = evidence.filter(({ value }) => value !== 'SUCCEEDED');
    if (broken.length === 0) return { state: 'passed', evidence: [...evidence, PROVEN] };
    return {
      state: 'failed',
      reason: `A dry run did not succeed: ${broken.map(({ label, value }) => `${label} (${value})`).join(', ')}.`,
      fix: `Look at the execution in Step Functions, and deploy the cell again (docs/runbook.md, ${broken[0]?.label}-failed).`,
      evidence,
    };
  },
};

const PROVEN = {
  label: 'What this proves',
  value:
    'Each workflow is there, its definition runs, and it may be started. A dry run does nothing, so it does not prove that what the workflow would do succeeds.',
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown reason');
