import { type Check, type DriftFound, someOf } from '#shared/tenants/validation/check.ts';

/** These belong to checks of their own. */
const elsewhere: ReadonlySet<string> = new Set(['gatehouse-tenant', 'gatehouse-source', 'gatehouse-rules']);

/** What was set up for the tenant in every system is there, as it was read back. */
export const siemCheck: Check = {
  check: 'siem',
  title: 'SIEM',
  async run({ ports, drift, tenantId }) {
    const index = await ports.search.inspectTenant(tenantId);
    const missing = Object.entries({
      'alert template': index.alert_template,
      'case template': index.case_template,
      'alert alias': index.alert_alias,
      'case index': index.case_index,
      'lifecycle policy': index.policy ?? true,
    })
      .filter(([, there]) => !there)
      .map(([name]) => name);
    const found = (await drift(tenantId))?.filter(({ step }) => !elsewhere.has(step)) ?? [];
    const wrong = found.filter(({ state }) => state !== 'matches');
    const evidence = [
      { label: 'Search index', value: missing.length === 0 ? 'complete' : `missing: ${missing.join(', ')}` },
      ...found.map(({ title, state, reason }) => ({
        label: title,
        value: reason === '' ? state : `${state}: ${reason}`,
      })),
    ];
    if (missing.length > 0) {
      return {
        state: 'failed',
        reason: `The tenant’s search index lacks: ${missing.join(', ')}.`,
        fix: 'Repair it: Onboarding → Drift → Repair, or POST tenant/{tenant_id}/drift/repair; lost alerts come back by rebuild-index (docs/runbook.md).',
        evidence,
      };
    }
    if (wrong.length === 0) return { state: 'passed', evidence };
    return {
      state: 'failed',
      reason: `Not as it was set up: ${someOf(wrong.map(sentenceOf))}.`,
      fix: 'Repair it: Onboarding → Drift → Repair. What is unknown needs its system back first.',
      evidence,
    };
  },
};

const sentenceOf = ({ title, state }: DriftFound): string => `${title} (${state})`;
