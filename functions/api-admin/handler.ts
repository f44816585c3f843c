import { makeApiHandler } from '#shared/aws/api-handler.ts';

/** The routes of the domain `admin`, and `$default`: every path or method that API Gateway knows no route for. */
export const handler = makeApiHandler('api-admin');
