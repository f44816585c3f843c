import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import { armVersions, azureOf, sentinelPath } from '#shared/tenants/provisioning/azure-paths.ts';
import { isGreenfieldSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';

const settings = [
  { kind: 'EntityAnalytics', properties: { entityProviders: ['AzureActiveDirectory'] } },
  {
    kind: 'Ueba',
    properties: { dataSources: ['AuditLogs', 'AzureActivity', 'SecurityEvent', 'SigninLogs'] },
  },
] as const;

/** User and entity behaviour analytics: two settings that no stable version of the API has. */
export const sentinelUeba = armObjects({
  name: 'sentinel-ueba',
  title: 'User and entity behaviour analytics',
  needs: ['sentinel-onboarding'],
  applies: isGreenfieldSentinel,
  withoutRight:
    'UEBA needs a Security Administrator of the directory. Let one switch it on in Sentinel’s portal (Settings, Entity behavior), or give the app registration that role, then retry.',
  items: ({ setup }) =>
    settings.map(({ kind, properties }) => ({
      key: `setting/${kind}`,
      object: `Sentinel setting ${kind}`,
      path: `${sentinelPath(azureOf(setup))}/settings/${kind}`,
      version: armVersions.ueba,
      body: { kind, properties },
      compared: properties,
    })),
});
