import { access } from '#shared/api/access.ts';
import { coverageAnswer } from '#shared/api/coverage-answers.ts';
import { coverageOf } from '#shared/api/coverage-of.ts';
import { defineRoute } from '#shared/api/route.ts';
import { enterpriseAttack } from '#shared/attack/attack-model.ts';
import type { Tally } from '#shared/attack/coverage.ts';
import { heatOf } from '#shared/attack/heat.ts';

const withHeat = <T extends Tally>(tally: T) => ({ ...tally, heat: heatOf(tally.percent) });

export const getCoverage = defineRoute({
  operation: 'getCoverage',
  summary: 'Compute which ATT&CK techniques the tenant’s rules can see, and why not the others',
  method: 'GET',
  path: '/api/v1/onboarding/mitre/coverage',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  answer: coverageAnswer,
  async handle(ports, { tenantId, now }) {
    const { version, overall, tactics, techniques } = await coverageOf(ports, tenantId, now);
    return {
      attack_version: version,
      notice: enterpriseAttack().notice,
      computed_at: now.toISOString(),
      overall: withHeat(overall),
      tactics: tactics.map(withHeat),
      techniques: techniques.map((technique) => ({
        ...technique,
        tactics: [...technique.tactics],
        reasons: [...technique.reasons],
        rules: technique.rules.map((rule) => ({
          ...rule,
          blockers: rule.blockers.map((blocker) =>
            blocker.why === 'field_missing' ? { ...blocker, fields: [...blocker.fields] } : blocker,
          ),
        })),
      })),
    };
  },
});
