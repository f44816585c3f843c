import { makeApiHandler } from '#shared/aws/api-handler.ts';

/** The API's routes of the domain `tenants`. */
export const handler = makeApiHandler('api-tenants');
