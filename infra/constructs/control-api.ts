import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Domain, Route } from '#shared/api/route.ts';
import type { Cell } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

export type ControlApiProps = {
  cell: Cell;
  key: IKey;
  routes: readonly Pick<Route, 'method' | 'path' | 'domain' | 'scope'>[];
  handlers: Readonly<Record<Domain, IFunction>>;
  issuer: string;
  audience: string;
};

/** The control plane: each route of `shared/api/routes.ts` explicit, each to its domain's function, JWT before it. */
export class ControlApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: ControlApiProps) {
    super(scope, id);
    const { cell, handlers } = props;
    const integrations = Object.fromEntries(
      Object.entries(handlers).map(([domain, handler]) => [
        domain,
        // One permission for a function and not one per route: a function's policy holds 20 KB.
        new HttpLambdaIntegration(domain, handler, { scopePermissionToRoute: false }),
      ]),
    ) as Record<Domain, HttpLambdaIntegration>;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: cell.logRetentionDays,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new HttpApi(this, 'Api', {
      apiName: `gatehouse-${cell.stage}-control`,
      description: 'Control plane',
      createDefaultStage: false,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            ip: '$context.identity.sourceIp',
            requestTime: '$context.requestTime',
            httpMethod: '$context.httpMethod',
            routeKey: '$context.routeKey',
            status: '$context.status',
            protocol: '$context.protocol',
            responseLength: '$context.responseLength',
            responseLatency: '$context.responseLatency',
            user: '$context.authorizer.claims.sub',
            authorizerError: '$context.authorizer.error',
          }),
        ),
      },
    });

    const jwt = new HttpJwtAuthorizer('Jwt', props.issuer, { jwtAudience: [props.audience] });
    for (const { method, path, domain, scope: access } of props.routes) {
      const added = this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrations[domain],
        ...(access === 'public' ? {} : { authorizer: jwt }),
      });
      if (access === 'public') {
        for (const route of added) {
          acknowledge(
            route,
            `Public by design: ${path} answers without a token and shows no tenant’s data.`,
            'APIG4',
          );
        }
      }
    }
    const unknown = new HttpRoute(this, 'Unknown', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrations.admin,
    });
    // The integration's own permission covers `stage/method/path`; for this route the caller is `stage/$default`.
    props.handlers.admin.addPermission('UnknownPaths', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: '*/$default',
      }),
    });
    acknowledge(unknown, 'It answers 404 problem details to everybody and does nothing else.', 'APIG4');
  }
}
