import type { Evidence } from '#shared/schema/validation.ts';
import { type ForwardingState, forwardingStateOf } from '#shared/tenants/sentinel/forwarding-state.ts';
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
    const forwarding = forwardingStateOf(await ports.forwarding.get(tenantId));
    const evidence = [
      { label: 'Search index', value: missing.length === 0 ? 'complete' : `missing: ${missing.join(', ')}` },
      ...found.map(({ title, state, reason }) => ({
        label: title,
        value: reason === '' ? state : `${state}: ${reason}`,
      })),
      ...evidenceOf(forwarding, found),
    ];
    if (missing.length > 0) {
      return {
        state: 'failed',
        reason: `The tenant’s search index lacks: ${missing.join(', ')}.`,
        fix: 'Repair it: Onboarding → Drift → Repair, or POST tenant/{tenant_id}/drift/repair; lost alerts come back by rebuild-index (docs/runbook.md).',
        evidence,
      };
    }
    if (wrong.length === 0 && forwarding.state !== 'failing') return { state: 'passed', evidence };
    if (wrong.length === 0) {
      return {
        state: 'failed',
        reason: `Nothing goes to Sentinel since ${forwarding.since}: ${forwarding.reason}`,
        fix: 'Mend what is named; what was held back is then sent by itself (docs/onboarding.md, Sending to Sentinel).',
        evidence,
      };
    }
    return {
      state: 'failed',
      reason: `Not as it was set up: ${someOf(wrong.map(sentenceOf))}.`,
      fix: 'Repair it: Onboarding → Drift → Repair. What is unknown needs its system back first.',
      evidence,
    };
  },
};

/** Nothing about tenants without Sentinel. */
function evidenceOf(forwarding: ForwardingState, found: readonly DriftFound[]): Evidence[] {
  const expected = found.some(({ step }) => step === 'sentinel-forwarding');
  const { state, reason, last_sent_at: last, backlog, refused, refused_reason: why } = forwarding;
  if (state === 'off') return expected ? [{ label: 'Sending to Sentinel', value: 'off' }] : [];
  return [
    { label: 'Sending to Sentinel', value: reason === null ? state : `${state}: ${reason}` },
    { label: 'Last sent to Sentinel', value: last ?? 'nothing yet' },
    {
      label: 'Held back for Sentinel',
      value: backlog === 0 ? 'nothing' : backlog === 1 ? '1 batch' : `${backlog} batches`,
    },
    ...(refused === 0 ? [] : [{ label: 'Refused by Azure', value: `${refused} rows: ${why}` }]),
  ];
}

const sentenceOf = ({ title, state }: DriftFound): string => `${title} (${state})`;
