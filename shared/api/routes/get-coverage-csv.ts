import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { coverageOf } from '#shared/api/coverage-of.ts';
import { defineRoute } from '#shared/api/route.ts';
import { toCsv } from '#shared/csv.ts';

export const getCoverageCsv = defineRoute({
  operation: 'getCoverageCsv',
  summary: 'Export the coverage as CSV, a line for each technique',
  method: 'GET',
  path: '/api/v1/onboarding/mitre/coverage.csv',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  produces: 'text/csv; charset=utf-8',
  answer: z.string(),
  async handle(ports, { tenantId, now }) {
    const { version, techniques } = await coverageOf(ports, tenantId, now);
    return toCsv(
      ['attack_version', 'technique', 'name', 'tactics', 'state', 'reasons', 'rules', 'working_rules'],
      techniques.map(({ id, name, tactics, state, reasons, rules }) => ({
        attack_version: version,
        technique: id,
        name,
        tactics: tactics.join(' '),
        state,
        reasons: reasons.join(' '),
        rules: rules.map(({ title }) => title).join('; '),
        working_rules: rules.filter(({ blockers }) => blockers.length === 0).length,
      })),
    );
  },
});
