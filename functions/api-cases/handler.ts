import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { dispatch } from '#shared/api/dispatch.ts';
import { routes } from '#shared/api/routes.ts';
import { claimNamesOf, requestOf, resultOf } from '#shared/aws/http-event.ts';
import { makeApiPorts } from '#shared/aws/make-ports.ts';
import type { Ports } from '#shared/ports/ports.ts';

const logger = new Logger({ serviceName: 'api-cases' });
let ports: Ports | undefined;

/** The API's routes of the domain `cases`; API Gateway sends no others here. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .handler(async (event) => {
    ports ??= makeApiPorts(process.env, [], (message, details) => logger.warn(message, { details }));
    const response = await dispatch(routes, ports, requestOf(event, claimNamesOf(process.env)), (line) =>
      logger[line.status >= 500 ? 'error' : 'info']('request', { ...line }),
    );
    return resultOf(response);
  });
