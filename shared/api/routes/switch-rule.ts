import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { defineRoute } from '#shared/api/route.ts';
import { rulesetOf } from '#shared/api/ruleset-of.ts';
import { DomainError } from '#shared/errors.ts';

export const switchRule = defineRoute({
  operation: 'switchRule',
  summary: 'Switch a detection rule on or off for the tenant',
  method: 'PATCH',
  path: '/api/v1/rules/{rule_id}',
  domain: 'content',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  params: z.strictObject({ rule_id: z.string().min(1).max(200) }),
  body: z.strictObject({ enabled: z.boolean() }),
  answer: z.object({ rule_id: z.string(), enabled: z.boolean() }),
  async handle(ports, context, { params, body }) {
    const { detections, correlations } = rulesetOf(ports);
    const rule = [...detections, ...correlations].find(
      ({ info, alerts }) => alerts && info.id === params.rule_id,
    );
    if (rule === undefined) {
      throw new DomainError('not_found', 'There is no such rule, or it makes no alerts by itself.');
    }
    const answer = { rule_id: rule.info.id, enabled: body.enabled };
    const before = !(await ports.content.rulesOff(context.tenantId)).has(rule.info.id);
    if (before === body.enabled) return answer;
    const audit = auditOf(context, ports.newId(), {
      action: 'switchRule',
      target: `rule/${rule.info.id}`,
      before: { enabled: before },
      after: { enabled: body.enabled },
    });
    await ports.content.switchRule(context.tenantId, rule.info.id, body.enabled, audit);
    return answer;
  },
});
