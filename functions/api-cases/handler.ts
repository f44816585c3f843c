import { makeApiHandler } from '#shared/aws/api-handler.ts';

/** The API's routes of the domain `cases`. */
export const handler = makeApiHandler('api-cases');
