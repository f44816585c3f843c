import { makeApiHandler } from '#shared/aws/api-handler.ts';

/** The API's routes of the domain `content`. */
export const handler = makeApiHandler('api-content');
