import { access } from '#shared/api/access.ts';
import { gapsAnswer } from '#shared/api/coverage-answers.ts';
import { coverageOf } from '#shared/api/coverage-of.ts';
import { defineRoute } from '#shared/api/route.ts';
import { rankGaps } from '#shared/attack/gaps.ts';

export const getGaps = defineRoute({
  operation: 'getGaps',
  summary: 'Rank what to do next so that more ATT&CK techniques are covered',
  method: 'GET',
  path: '/api/v1/onboarding/mitre/gaps',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  answer: gapsAnswer,
  async handle(ports, { tenantId, now }) {
    const coverage = await coverageOf(ports, tenantId, now);
    return {
      attack_version: coverage.version,
      computed_at: now.toISOString(),
      gaps: rankGaps(coverage).map(({ action, gain, techniques }) => ({
        action: structuredClone(action) as GapAnswer,
        gain,
        techniques: [...techniques],
      })),
    };
  },
});

type GapAnswer = (typeof gapsAnswer)['_zod']['input']['gaps'][number]['action'];
