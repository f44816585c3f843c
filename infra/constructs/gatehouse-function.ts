import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  CfnEventInvokeConfig,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Cell } from '../config.ts';
import { acknowledge, wildcardFinding } from './acknowledge.ts';
import { ImpactAlarm } from './impact-alarm.ts';

export type GatehouseFunctionProps = {
  cell: Cell;
  /** Folder under `functions/`; also the stem of the alarm's name. */
  name: string;
  /** What stops working for whom when it fails: the text of its alarm. */
  impact: string;
  /** Folder with `index.mjs`. */
  codePath: string;
  memoryMb: number;
  timeoutSeconds: number;
  environment: Readonly<Record<string, string>>;
  key: IKey;
  alarms: ITopic;
};

/** The one way to make a Lambda: with its own role, log group, trace and an alarm that says what its failure means. */
export class GatehouseFunction extends Construct {
  readonly fn: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: GatehouseFunctionProps) {
    super(scope, id);
    const { cell, name, key } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: cell.logRetentionDays,
      encryptionKey: key,
      removalPolicy: cell.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    this.fn = new LambdaFunction(this, 'Function', {
      description: `Gatehouse ${cell.stage}: functions/${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture:
        cell.stage === 'local' && process.arch !== 'arm64' ? Architecture.X86_64 : Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.codePath),
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: {
        STAGE: cell.stage,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: 'Gatehouse',
        ...props.environment,
      },
    });
    acknowledge(
      this.role,
      'X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords take * only (test/infra holds that nothing else does).',
      'IAM5[Resource::*]',
    );
    new ImpactAlarm(this, 'Errors', {
      stage: cell.stage,
      topic: props.alarms,
      name: `${name}-errors`,
      impact: props.impact,
      metric: this.fn.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: cell.thresholds.errors,
    });
  }

  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Use of the data key, and only through the services that keep the data. */
  allowKey(key: IKey, services: readonly ('dynamodb' | 'kinesis' | 's3' | 'secretsmanager')[]): void {
    this.role.addToPolicy(
      new PolicyStatement({
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: [key.keyArn],
        conditions: {
          StringEquals: {
            'kms:ViaService': services.map((service) => `${service}.${Stack.of(this).region}.amazonaws.com`),
          },
        },
      }),
    );
  }

  /** Sealing or opening of webhooks' secrets and of nothing else: what is sealed says what it is for. */
  allowSignatures(key: IKey, use: 'seal' | 'open'): void {
    this.role.addToPolicy(
      new PolicyStatement({
        actions: [use === 'seal' ? 'kms:Encrypt' : 'kms:Decrypt'],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:EncryptionContext:purpose': 'webhook' } },
      }),
    );
  }

  /** Actions on everything under a resource, such as the objects of a bucket (`/*`). */
  allowUnder(actions: readonly string[], arn: string, rest: string, why: string): void {
    this.allow(actions, [`${arn}${rest}`]);
    acknowledge(this.role, why, wildcardFinding(this, arn, rest));
  }

  /** What Lambda asks for to leave discarded batches and invocations, with their payload, in a bucket. */
  allowDiscards(bucket: IBucket): void {
    const why = 'Lambda names the objects of discarded batches and invocations itself, under this prefix.';
    this.allowUnder(['s3:PutObject'], bucket.bucketArn, '/aws/lambda/*', why);
    this.allow(['s3:ListBucket'], [bucket.bucketArn]);
  }

  /** Keeps what failed for good: for invocations that no caller waits for. */
  keepFailures(bucket: IBucket): void {
    this.allowDiscards(bucket);
    const config = new CfnEventInvokeConfig(this, 'OnFailure', {
      functionName: this.fn.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination: bucket.bucketArn } },
    });
    config.node.addDependency(this.role);
  }
}
