import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { defineRoute } from '#shared/api/route.ts';
import { ruleAnswer } from '#shared/api/rule-answer.ts';
import { rulesetOf } from '#shared/api/ruleset-of.ts';

export const listRules = defineRoute({
  operation: 'listRules',
  summary: 'List the detection rules, and which of them are on for the tenant',
  method: 'GET',
  path: '/api/v1/rules',
  domain: 'content',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  answer: z.object({ items: z.array(ruleAnswer) }),
  async handle(ports, { tenantId }) {
    const off = await ports.content.rulesOff(tenantId);
    const { detections, correlations } = rulesetOf(ports);
    const rows = [
      ...detections.map((rule) => ({ ...rule, kind: 'detection' as const })),
      ...correlations.map((rule) => ({ ...rule, kind: 'correlation' as const })),
    ];
    return {
      items: rows
        .filter(({ alerts }) => alerts)
        .map(({ info, kind }) => ({
          rule_id: info.id,
          title: info.title,
          level: info.level,
          tags: info.tags,
          kind,
          enabled: !off.has(info.id),
        })),
    };
  },
});
