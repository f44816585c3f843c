import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { problemOf } from '#shared/api/problem.ts';
import { DomainError, type ErrorCode } from '#shared/errors.ts';
import { ways } from '#shared/ways/ways.ts';
import type { Cell } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

type GatewayAnswer = {
  types: readonly ResponseType[];
  /** Says the status too, as for every answer of the API. */
  code: ErrorCode;
  detail: string;
  retryAfterSeconds?: number;
};

/**
 * What the gateway itself answers. Overload and failure are 503 with Retry-After and never 500 or 502: every sender
 * that tries again at all does so on 503, and many give up on 500.
 */
const gatewayAnswers: readonly GatewayAnswer[] = [
  {
    types: [ResponseType.UNAUTHORIZED],
    code: 'unauthenticated',
    detail: 'No valid token. Send a source token or a user’s token in the Authorization header.',
  },
  {
    types: [ResponseType.ACCESS_DENIED, ResponseType.WAF_FILTERED],
    code: 'forbidden',
    detail: 'This token may not push events here. Check the tenant, the source and X-Tenant-ID.',
  },
  {
    // For an unknown path the gateway reads the Authorization header as an AWS signature, and names what it misses.
    types: [
      ResponseType.MISSING_AUTHENTICATION_TOKEN,
      ResponseType.INVALID_SIGNATURE,
      ResponseType.RESOURCE_NOT_FOUND,
    ],
    code: 'not_found',
    detail:
      'There is no such way in. Events go to POST /v1/ingest/events; docs/architecture.md has the others.',
  },
  {
    types: [ResponseType.REQUEST_TOO_LARGE],
    code: 'payload_too_large',
    detail: 'The body is too large. Send smaller batches.',
  },
  {
    types: [ResponseType.UNSUPPORTED_MEDIA_TYPE],
    code: 'unsupported_media_type',
    detail: 'The body is neither JSON nor NDJSON, plain or gzip.',
  },
  {
    types: [ResponseType.THROTTLED, ResponseType.QUOTA_EXCEEDED],
    code: 'unavailable',
    detail: 'Too many requests at once. Send the same batch again after the time in Retry-After.',
    retryAfterSeconds: 2,
  },
  {
    types: [
      ResponseType.API_CONFIGURATION_ERROR,
      ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
      ResponseType.AUTHORIZER_FAILURE,
      ResponseType.INTEGRATION_FAILURE,
      ResponseType.INTEGRATION_TIMEOUT,
      ResponseType.DEFAULT_5XX,
    ],
    code: 'unavailable',
    detail: 'The endpoint is overloaded. Send the same batch again after the time in Retry-After.',
    retryAfterSeconds: 5,
  },
  {
    types: [ResponseType.DEFAULT_4XX],
    code: 'invalid_request',
    detail: 'The request was refused before it reached Gatehouse. Check method, headers and body.',
  },
];

export const ingestStageName = 'live';

/** The ways in for events: a REST API, since only that lets overload be answered as senders need it. */
export class IngestApi extends Construct {
  readonly api: RestApi;

  constructor(
    scope: Construct,
    id: string,
    props: { cell: Cell; key: IKey; authorizer: IFunction; ingest: IFunction; receive: IFunction },
  ) {
    super(scope, id);
    const { cell } = props;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: cell.logRetentionDays,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'Api', {
      restApiName: `gatehouse-${cell.stage}-ingest`,
      description: 'Ways in for events',
      endpointTypes: [EndpointType.REGIONAL],
      // Bodies are told apart by their bytes (gzip, NDJSON, JSON), so none may be read as text on the way.
      binaryMediaTypes: ['*/*'],
      // Access logs need the account's log role, and a fresh account has none.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: ingestStageName,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        tracingEnabled: true,
        metricsEnabled: true,
      },
    });
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: props.authorizer,
      // With an identity source the gateway would answer 401 itself where the header is missing; tokens come in
      // several forms, so the function looks at all of them.
      identitySources: [],
      // Nothing is cached: a revoked token and a suspended tenant must be refused at once.
      resultsCacheTtl: Duration.seconds(0),
    });
    this.api.root
      .resourceForPath('/v1/ingest/events')
      .addMethod('POST', new LambdaIntegration(props.ingest), { authorizer });
    this.addWays(props.receive);
    for (const answer of gatewayAnswers) this.answer(answer);

    acknowledge(
      this.api,
      'Body and headers are checked by functions/ingest: a batch may be JSON, NDJSON or gzip, which a gateway model can’t describe.',
      'APIG2',
    );
    acknowledge(
      this.api,
      'Tenants’ own limits cut bursts and every request needs a token; a web ACL may be attached to the CloudFront distribution by the operator (docs/aws.md).',
      'APIG3',
    );
    acknowledge(this.api, 'Machines push here with source tokens, which Cognito does not know.', 'COG4');
    acknowledge(
      this.api,
      'AWS’s own policy for API Gateway’s account-wide log role; there is no narrower one that API Gateway accepts.',
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    );
  }

  /**
   * The ways in with a language of their own have no authorizer here: a HEC client must read its refusal in HEC's words,
   * a webhook's signature is over its body, and neither reaches an authorizer. functions/receive authenticates each.
   */
  private addWays(receive: IFunction): void {
    // One permission for all: one a method would outgrow the function's policy of 20 KB (Lambda quotas).
    const integration = new LambdaIntegration(receive, { scopePermissionToMethod: false });
    for (const { path, methods } of ways.flatMap((way) => way.routes)) {
      const resource = path === '/' ? this.api.root : this.api.root.resourceForPath(path);
      for (const method of methods) {
        const made = resource.addMethod(method, integration, { authorizationType: AuthorizationType.NONE });
        const findings = method === 'OPTIONS' ? ['APIG4'] : ['APIG4', 'COG4'];
        acknowledge(
          made,
          'functions/receive authenticates each request by token or signature (shared/ways).',
          ...findings,
        );
      }
    }
  }

  private answer({ types, code, detail, retryAfterSeconds }: GatewayAnswer): void {
    const problem = problemOf(new DomainError(code, detail), '$context.requestId');
    for (const type of types) {
      this.api.addGatewayResponse(type.responseType, {
        type,
        statusCode: String(problem.status),
        responseHeaders: {
          'Content-Type': "'application/problem+json'",
          ...(retryAfterSeconds ? { 'Retry-After': `'${retryAfterSeconds}'` } : {}),
        },
        templates: { 'application/json': JSON.stringify(problem) },
      });
    }
  }
}
