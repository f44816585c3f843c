import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import { armVersions, azureOf, azureUuid, sentinelPath } from '#shared/tenants/provisioning/azure-paths.ts';
import { isGreenfieldSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';
import { sentinelRuleTemplates } from '#shared/tenants/sentinel/rule-templates.ts';

export const sentinelRules = armObjects({
  name: 'sentinel-rules',
  title: 'Sentinel analytics rules',
  needs: ['sentinel-onboarding', 'sentinel-table'],
  applies: isGreenfieldSentinel,
  items({ setup, tenantId }) {
    const azure = azureOf(setup);
    return sentinelRuleTemplates.map(({ id, ...properties }) => ({
      key: `rule/${id}`,
      object: `analytics rule ${properties.displayName}`,
      path: `${sentinelPath(azure)}/alertRules/${azureUuid(tenantId, `rule ${id}`)}`,
      version: armVersions.sentinel,
      body: { kind: 'Scheduled', properties },
      compared: { displayName: properties.displayName, query: properties.query, enabled: true },
    }));
  },
});
