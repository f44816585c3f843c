import { makeApiHandler } from '#shared/aws/api-handler.ts';

/** The API's routes of the domain `alerts`. */
export const handler = makeApiHandler('api-alerts');
