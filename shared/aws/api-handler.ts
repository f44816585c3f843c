import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { dispatch } from '#shared/api/dispatch.ts';
import { routes } from '#shared/api/routes.ts';
import { claimNamesOf, requestOf, resultOf } from '#shared/aws/http-event.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeApiPorts } from '#shared/aws/make-ports.ts';
import { once } from '#shared/once.ts';

/**
 * The Lambda of one API domain. API Gateway sends it the domain's routes and no others, and its grants and environment
 * cover no more, so all domains share this one way in.
 */
export function makeApiHandler(
  serviceName: string,
): middy.MiddyfiedHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  const logger = makeLogger(serviceName);
  const ports = once(() =>
    makeApiPorts(process.env, [], (message, details) => logger.warn(message, { details })),
  );
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async (event) => {
      const response = await dispatch(routes, ports(), requestOf(event, claimNamesOf(process.env)), (line) =>
        logger[line.error === null ? 'info' : 'error']('request', { ...line }),
      );
      return resultOf(response);
    });
}
