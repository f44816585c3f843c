import { armObjects } from '#shared/tenants/provisioning/arm-objects.ts';
import { armVersions, azureOf, sentinelPath } from '#shared/tenants/provisioning/azure-paths.ts';
import { isGreenfieldSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';

export const sentinelOnboarding = armObjects({
  name: 'sentinel-onboarding',
  title: 'Microsoft Sentinel switched on',
  needs: ['sentinel-workspace'],
  applies: isGreenfieldSentinel,
  items: ({ setup }) => [
    {
      key: 'onboarding',
      object: 'Sentinel’s onboarding state',
      // The only name that the API takes.
      path: `${sentinelPath(azureOf(setup))}/onboardingStates/default`,
      version: armVersions.sentinel,
      body: { properties: {} },
      compared: {},
    },
  ],
});
