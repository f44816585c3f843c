import { makeApiHandler } from '#shared/aws/api-handler.ts';

/** The API's routes of the domain `connectors`. */
export const handler = makeApiHandler('api-connectors');
