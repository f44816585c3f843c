import type { Setup } from '#shared/schema/onboarding.ts';

/** Whether the customer has, or gets, a Sentinel workspace. */
export const usesSentinel = ({ platforms, azure }: Setup): boolean =>
  platforms.includes('sentinel') && azure !== null;

/** Path B: the workspace and what is in it is provisioned. */
export const isGreenfieldSentinel = (setup: Setup): boolean => usesSentinel(setup) && !setup.existing_soc;

/** Path A: what is in the workspace is read and counted. */
export const isExistingSentinel = (setup: Setup): boolean => usesSentinel(setup) && setup.existing_soc;
