import { compileOwnRules } from '#shared/detect/compile-ruleset.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { readRuleFiles } from '#shared/rules/read-rule-files.ts';
import type { Source } from '#shared/schema/source.ts';
import type { CheckName, Validation } from '#shared/schema/validation.ts';
import type { DriftFound } from '#shared/tenants/validation/check.ts';
import { stepValidation } from '#shared/tenants/validation/step.ts';
import { newValidation } from '#shared/tenants/validation/validate.ts';
import { buildAlert } from './builders/alert.ts';
import { buildSource, buildToken } from './builders/source.ts';
import { makeTwoTenants } from './two-tenants.ts';

export const acme = tenantIdSchema.parse('acme');
export const ruleset = compileOwnRules(readRuleFiles());

/** A tenant with one pushed source on which everything works: what is pushed is there at once. */
export function validationWorld(given: Partial<Source> = {}) {
  const fake = makeTwoTenants();
  const { state, ports } = fake;
  state.sources.clear();
  state.ruleset = ruleset;
  state.ensured.push({ tenantId: acme, retentionDays: 90 });
  const source = buildSource('acme', { name: 'Edge', template_id: 'linux', connector: 'linux', ...given });
  state.sources.set(`acme#${source.source_id}`, source);
  const token = buildToken(source);
  state.tokens.set(`acme#${source.source_id}#${token.token_id}`, { token, hash: 'h' });
  let found: DriftFound[] | null = null;
  const arrives = { archive: true, alert: true, index: true };
  const push = ports.pushEvent;
  const suite = {
    ports: {
      ...ports,
      pushEvent: async (...args: Parameters<typeof push>) => {
        for (const { probe } of state.proofs.tests.values()) {
          if (probe === null) continue;
          if (arrives.archive) state.packs.add(probe.pack_id);
          if (arrives.alert)
            state.alerts.set(`acme#${probe.alert_id}`, buildAlert('acme', { alert_id: probe.alert_id }));
          if (arrives.index) state.indexed.add(probe.alert_id);
        }
        return push(...args);
      },
    },
    drift: async () => found,
  };
  const validate = async (only: CheckName | null = null): Promise<Validation> => {
    const last = await ports.proofs.validation(acme);
    const id = ports.newId();
    const begun = newValidation(acme, { id, by: 'admin', only, last, now: state.now });
    await ports.proofs.beginValidation(acme, begun, state.now.toISOString());
    for (let i = 0; i < 1_000; i++) {
      if ((await stepValidation(suite, acme, id)).done) break;
      state.now = new Date(state.now.getTime() + 1_000);
    }
    return (await ports.proofs.validation(acme)) ?? noValidation();
  };
  return {
    ...fake,
    source,
    token,
    suite,
    arrives,
    validate,
    find: (lines: DriftFound[]) => {
      found = lines;
    },
  };
}

function noValidation(): never {
  throw new Error('the validation is gone');
}

/** What is not green, and why. */
export const red = ({ checks }: Validation) =>
  checks.filter(({ state }) => state !== 'passed').map(({ check, reason }) => [check, reason]);
