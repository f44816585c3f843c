import type { TenantId } from '#shared/ids.ts';
import { externalIdOf, READER_ROLE_PATH } from '#shared/schema/object-notice.ts';
import { rawUrl, type Snippet, type SnippetTarget } from '#shared/snippets/snippet.ts';

/** What an AWS feed must know besides: whose it is, and the account that the cell runs in. */
export type AwsTarget = SnippetTarget & { tenantId: TenantId; cellAccount: string };

const head = (description: string, token: string): string => `AWSTemplateFormatVersion: '2010-09-09'
Description: ${description}
Parameters:
  Token:
    Type: String
    NoEcho: true
    Default: ${token}
    Description: Token of the Gatehouse source
`;

/** A role that one service of AWS may take, with what it may do; each line of the two is indented as it must stand. */
const serviceRole = (
  name: string,
  service: string,
  policy: string,
  allowed: string,
  condition = '',
): string =>
  `  ${name}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: ${service}.amazonaws.com }
            Action: sts:AssumeRole
${condition}      Policies:
        - PolicyName: ${policy}
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
${allowed}
`;

/** A rule of the customer's EventBridge that posts events with the source's token; what can't be delivered stays with them. */
const delivery = (endpoint: string, pattern: string): string => `  Connection:
    Type: AWS::Events::Connection
    Properties:
      AuthorizationType: API_KEY
      AuthParameters:
        ApiKeyAuthParameters:
          ApiKeyName: Authorization
          ApiKeyValue: !Sub 'Bearer \${Token}'
  Destination:
    Type: AWS::Events::ApiDestination
    Properties:
      ConnectionArn: !GetAtt Connection.Arn
      HttpMethod: POST
      InvocationEndpoint: ${endpoint}
      InvocationRateLimitPerSecond: 100
${serviceRole(
  'Caller',
  'events',
  'deliver',
  `                Action: events:InvokeApiDestination
                Resource: !GetAtt Destination.Arn`,
)}  Undelivered:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 1209600
      SqsManagedSseEnabled: true
  UndeliveredPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Undelivered]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: events.amazonaws.com }
            Action: sqs:SendMessage
            Resource: !GetAtt Undelivered.Arn
            Condition:
              ArnEquals: { aws:SourceArn: !GetAtt Rule.Arn }
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
${pattern}
      Targets:
        - Id: gatehouse
          Arn: !GetAtt Destination.Arn
          RoleArn: !GetAtt Caller.Arn
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 }
          DeadLetterConfig: { Arn: !GetAtt Undelivered.Arn }
`;

/** Objects of a bucket, such as an organisation's CloudTrail: notices by EventBridge, reading by a cross-account role. */
export function s3Feed(target: AwsTarget): Snippet {
  return {
    shipper: 'aws-s3',
    title: 'AWS: new objects of an S3 bucket (CloudTrail, VPC flow logs, GuardDuty exports)',
    file: 'gatehouse-s3.yaml, a CloudFormation stack in the bucket’s account and region',
    text: `${head('Gatehouse reads new objects of one bucket', target.token)}  BucketName:
    Type: String
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      Path: /${READER_ROLE_PATH}/
      RoleName: ${target.sourceId}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { AWS: 'arn:aws:iam::${target.cellAccount}:root' }
            Action: sts:AssumeRole
            Condition:
              StringEquals: { sts:ExternalId: ${externalIdOf(target.tenantId, target.sourceId)} }
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: !Sub 'arn:aws:s3:::\${BucketName}/*'
${delivery(
  `${target.url}/v1/ingest/s3/${target.sourceId}`,
  `        source: [aws.s3]
        detail-type: ['Object Created']
        detail:
          bucket:
            name: [!Ref BucketName]`,
)}`,
    notes: [
      'The stack needs CAPABILITY_NAMED_IAM: the role’s name is what this cell asks for.',
      'Switch on EventBridge for the bucket: aws s3api put-bucket-notification-configuration --bucket NAME --notification-configuration \'{"EventBridgeConfiguration":{}}\' (it replaces the bucket’s other notifications: merge them).',
      'Objects encrypted with a KMS key of yours: let the role Reader use kms:Decrypt on that key.',
      'Objects of up to 50 MB, 100 MB unzipped; gzip or plain; CloudTrail’s Records, JSON lines or text lines.',
    ],
  };
}

/** Events of the account's default bus, such as GuardDuty's findings. */
export function eventBridgeFeed(target: AwsTarget): Snippet {
  return {
    shipper: 'aws-eventbridge',
    title: 'AWS: EventBridge events (GuardDuty findings, sign-ins and calls via CloudTrail)',
    file: 'gatehouse-eventbridge.yaml, a CloudFormation stack in each account and region',
    text: `${head('Gatehouse receives events of the default bus', target.token)}Resources:
${delivery(
  rawUrl(target),
  `        detail-type:
          - GuardDuty Finding
          - AWS API Call via CloudTrail
          - AWS Console Sign In via CloudTrail`,
)}`,
    notes: [
      'The stack needs CAPABILITY_IAM. Change EventPattern to send more or less.',
      'EventBridge delivers GuardDuty’s findings surely, and CloudTrail’s calls as well as it can: for all of them use the S3 feed.',
    ],
  };
}

/** Log groups by a subscription filter and Data Firehose. */
export function cloudWatchLogsFeed(target: AwsTarget): Snippet {
  return {
    shipper: 'aws-cloudwatch-logs',
    title: 'AWS: CloudWatch Logs and anything else that Data Firehose delivers',
    file: 'gatehouse-logs.yaml, a CloudFormation stack in the log group’s account and region',
    text: `${head('Gatehouse receives a log group through Data Firehose', target.token)}  LogGroupName:
    Type: String
Resources:
  Undelivered:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration:
        { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
      LifecycleConfiguration:
        Rules: [{ Status: Enabled, ExpirationInDays: 30 }]
${serviceRole(
  'FirehoseRole',
  'firehose',
  'keep',
  `                Action: [s3:AbortMultipartUpload, s3:GetBucketLocation, s3:ListBucket, s3:ListBucketMultipartUploads, s3:PutObject]
                Resource: [!GetAtt Undelivered.Arn, !Sub '\${Undelivered.Arn}/*']`,
)}  Stream:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: DirectPut
      HttpEndpointDestinationConfiguration:
        EndpointConfiguration:
          Name: gatehouse
          Url: ${target.url}/v1/ingest/firehose
          AccessKey: !Ref Token
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 }
        RequestConfiguration: { ContentEncoding: GZIP }
        RetryOptions: { DurationInSeconds: 7200 }
        RoleARN: !GetAtt FirehoseRole.Arn
        S3BackupMode: FailedDataOnly
        S3Configuration: { BucketARN: !GetAtt Undelivered.Arn, RoleARN: !GetAtt FirehoseRole.Arn }
${serviceRole(
  'LogsRole',
  'logs',
  'put',
  `                Action: [firehose:PutRecord, firehose:PutRecordBatch]
                Resource: !GetAtt Stream.Arn`,
  `            Condition:
              StringLike: { aws:SourceArn: !Sub 'arn:aws:logs:\${AWS::Region}:\${AWS::AccountId}:*' }
`,
)}  Subscription:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: !Ref LogGroupName
      FilterPattern: ''
      DestinationArn: !GetAtt Stream.Arn
      RoleArn: !GetAtt LogsRole.Arn
`,
    notes: [
      'The stack needs CAPABILITY_IAM, and the cell an https address.',
      'What could not be delivered for two hours is in the bucket Undelivered.',
    ],
  };
}
