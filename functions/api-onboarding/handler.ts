import { makeApiHandler } from '#shared/aws/api-handler.ts';

/** The API's routes of the domain `onboarding`. */
export const handler = makeApiHandler('api-onboarding');
