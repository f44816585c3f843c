import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { ingestPatterns } from '#shared/ways/edge.ts';
import type { Cell } from '../config.ts';
import { acknowledge, wildcardFinding } from '../constructs/acknowledge.ts';
import { ingestStageName } from '../constructs/ingest-api.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import type { AppStack } from './app.ts';
import type { DataStack } from './data.ts';
import { pagesFunction } from './pages-function.ts';

export type WebStackProps = StackProps & {
  cell: Cell;
  data: DataStack;
  app: AppStack;
  /** Folder of the built web app; undefined where somebody else uploads it (the launcher, on one machine). */
  assets: string | undefined;
};

/** One host for everything: the static web app, and behind the same name both APIs. */
export class WebStack extends Stack {
  private readonly cell: Cell;

  constructor(scope: Construct, id: string, props: WebStackProps) {
    super(scope, id, { ...props, terminationProtection: props.cell.protect });
    const { cell, app, data } = props;
    this.cell = cell;
    const logs = new PrivateBucket(this, 'Logs', {
      cell,
      acceptsAcls: true,
      lifecycle: [{ expiration: Duration.days(cell.logRetentionDays) }],
    }).bucket;
    const site = new PrivateBucket(this, 'Site', {
      cell,
      accessLogs: { bucket: logs, prefix: 'site/' },
      lifecycle: [],
    }).bucket;

    const ingest: BehaviorOptions = {
      ...this.behind(
        new HttpOrigin(`${app.ingest.api.restApiId}.execute-api.${this.region}.amazonaws.com`, {
          originPath: `/${ingestStageName}`,
        }),
      ),
      functionAssociations: [{ function: this.bodyType(), eventType: FunctionEventType.VIEWER_REQUEST }],
    };
    const control = this.behind(
      new HttpOrigin(`${app.control.api.apiId}.execute-api.${this.region}.amazonaws.com`),
    );
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Gatehouse ${cell.stage} ${cell.region}`,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      enableLogging: true,
      logBucket: logs,
      logFilePrefix: 'cloudfront/',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(site),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: this.siteHeaders(signInOrigin(cell)),
        functionAssociations: [
          { function: this.pagesFallback(), eventType: FunctionEventType.VIEWER_REQUEST },
        ],
      },
      additionalBehaviors: {
        ...Object.fromEntries(ingestPatterns.map((pattern) => [pattern, ingest])),
        '/api/*': control,
        '/health': control,
        '/ready': control,
        '/openapi.json': control,
        '/docs': control,
      },
    });
    acknowledge(
      distribution,
      'A SOC’s analysts and sources sit anywhere; an operator who wants a country list or a web ACL attaches it to this distribution (docs/aws.md).',
      'CFR1',
      'CFR2',
    );
    acknowledge(
      distribution,
      'The distribution answers under its own cloudfront.net name, whose certificate fixes the protocol; docs/aws.md says how to add a domain.',
      'CFR4',
    );

    if (props.assets) this.publish(site, distribution, props.assets, data);
    new CfnOutput(this, 'WebBucketName', { value: site.bucketName });
    new CfnOutput(this, 'DistributionDomain', { value: distribution.distributionDomainName });
  }

  /** An API behind the distribution: everything is passed on but the host name, and nothing is cached. */
  private behind(origin: HttpOrigin): BehaviorOptions {
    return {
      origin,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    };
  }

  /**
   * The app's own addresses (`/alerts/…`) have no file: the first page answers them. Files keep their 404.
   * An Elasticsearch client asks `/` who it talks to; S3 behind this behaviour can't tell, so the edge does.
   */
  private pagesFallback(): EdgeFunction {
    return new EdgeFunction(this, 'Pages', {
      runtime: FunctionRuntime.JS_2_0,
      comment: 'Answers the app’s own addresses with its first page',
      code: FunctionCode.fromInline(pagesFunction),
    });
  }

  /** Without a type, API Gateway may take a body for text and spoil gzip; several shippers send none. */
  private bodyType(): EdgeFunction {
    return new EdgeFunction(this, 'BodyType', {
      runtime: FunctionRuntime.JS_2_0,
      comment: 'Gives untyped bodies a binary type',
      code: FunctionCode.fromInline(
        "function handler(event){var h=event.request.headers;if(!h['content-type'])h['content-type']={value:'application/octet-stream'};return event.request;}",
      ),
    });
  }

  private siteHeaders(signIn: string): ResponseHeadersPolicy {
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "manifest-src 'self'",
      `connect-src 'self' ${signIn}`,
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; ');
    return new ResponseHeadersPolicy(this, 'SiteHeaders', {
      comment: `Gatehouse ${this.cell.stage}: headers of the web app`,
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
      },
    });
  }

  private publish(site: IBucket, distribution: Distribution, assets: string, data: DataStack): void {
    const { cell } = this;
    const logGroup = new LogGroup(this, 'PublishLogs', {
      retention: cell.logRetentionDays,
      encryptionKey: data.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const auth =
      cell.identity.kind === 'oidc'
        ? { kind: 'oidc', issuer: cell.identity.issuer, clientId: cell.identity.clientId }
        : {
            kind: 'cognito',
            endpoint: signInOrigin(cell),
            clientId: data.users?.client.userPoolClientId,
          };
    const publish = new BucketDeployment(this, 'Publish', {
      destinationBucket: site,
      distribution,
      distributionPaths: ['/*'],
      memoryLimit: 512,
      logGroup,
      sources: [
        Source.asset(assets),
        Source.jsonData('config.json', { stage: cell.stage, region: cell.region, auth }),
      ],
      cacheControl: [CacheControl.fromString('no-cache')],
    });
    this.acknowledgePublisher(publish, site);
  }

  /** CDK's own uploader: one Lambda that runs during a deploy, with a policy that CDK writes. */
  private acknowledgePublisher(publish: BucketDeployment, site: IBucket): void {
    const role = publish.handlerRole;
    const assets = `arn:aws:s3:::cdk-hnb659fds-assets-${this.account}-${this.region}`;
    acknowledge(
      role,
      'CDK’s uploader needs what its grants say, on the asset bucket it reads, the site it fills and the cache it clears.',
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      ...['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map(
        (action) => `IAM5[Action::s3:${action}]`,
      ),
      wildcardFinding(this, assets, '/*'),
      wildcardFinding(this, site.bucketArn, '/*'),
      'IAM5[Resource::*]',
    );
    const uploader = role.node.scope;
    if (uploader)
      acknowledge(uploader, 'CDK chooses the runtime of its own uploader and keeps it current.', 'L1');
  }
}

/** Where the browser signs in, as the Content-Security-Policy must allow it. */
function signInOrigin(cell: Cell): string {
  return cell.identity.kind === 'oidc'
    ? new URL(cell.identity.issuer).origin
    : `https://cognito-idp.${cell.region}.amazonaws.com`;
}
