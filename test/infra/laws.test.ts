import { beforeAll, describe, expect, it } from 'vitest';
import { type Cellular, type Entry, list, property, type Statement, synthesize } from './synthesized.ts';

/** Made by the CDK itself to fill the site's bucket during a deploy; it is no part of the running cell. */
const isUploader = ({ id }: Entry) => id.startsWith('CustomCDKBucketDeployment');

const names = (entries: readonly Entry[]) => entries.map(({ stack, id }) => `${stack}/${id}`);

/** The entries that break a law; a law holds when there is none and there is something that it is about. */
function breaking(entries: readonly Entry[], holds: (entry: Entry) => boolean): string[] {
  expect(entries.length).toBeGreaterThan(0);
  return names(entries.filter((entry) => !holds(entry)));
}

function statementsOf(entry: Entry): Statement[] {
  return (property(entry, 'PolicyDocument.Statement') ?? []) as Statement[];
}

describe.each([
  ['prod', 'eu-west-1'],
  ['prod', 'us-east-1'],
  ['local', 'eu-west-1'],
] as const)('every resource of %s in %s', (stage, region) => {
  let cell: Cellular;
  beforeAll(() => {
    cell = synthesize(stage, region);
  }, 60_000);
  const protectedStage = stage !== 'local';

  it('belongs to stacks that can’t be deleted by accident', () => {
    for (const stack of cell.assembly.stacks) expect(stack.terminationProtection).toBe(protectedStage);
  });

  it('that is a table is recoverable and encrypted with the cell’s key', () => {
    const tables = cell.ofType('AWS::DynamoDB::Table');
    expect(tables).toHaveLength(10);
    const broken = breaking(
      tables,
      (table) =>
        property(table, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled') === true &&
        property(table, 'SSESpecification.SSEType') === 'KMS' &&
        property(table, 'SSESpecification.KMSMasterKeyId') !== undefined &&
        property(table, 'DeletionProtectionEnabled') === protectedStage,
    );
    expect(broken).toEqual([]);
  });

  it('that holds state stays when its stack goes, but on one machine', () => {
    const stateful = new Set([
      'AWS::DynamoDB::Table',
      'AWS::Kinesis::Stream',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::OpenSearchService::Domain',
      'AWS::Cognito::UserPool',
    ]);
    const expected = protectedStage ? 'Retain' : 'Delete';
    const broken = breaking(
      cell.all.filter(({ resource }) => stateful.has(resource.Type)),
      ({ resource }) => resource.DeletionPolicy === expected && resource.UpdateReplacePolicy === expected,
    );
    expect(broken).toEqual([]);
  });

  it('that is a stream is encrypted with the cell’s key and keeps records for at least a day', () => {
    const broken = breaking(
      cell.ofType('AWS::Kinesis::Stream'),
      (stream) =>
        property(stream, 'StreamEncryption.EncryptionType') === 'KMS' &&
        property(stream, 'StreamEncryption.KeyId') !== 'alias/aws/kinesis' &&
        Number(property(stream, 'RetentionPeriodHours')) >= 24,
    );
    expect(broken).toEqual([]);
  });

  it('that is a key rotates', () => {
    expect(
      breaking(cell.ofType('AWS::KMS::Key'), (key) => property(key, 'EnableKeyRotation') === true),
    ).toEqual([]);
  });

  it('that is a bucket is private, encrypted and has a policy that refuses plain HTTP', () => {
    const buckets = cell.ofType('AWS::S3::Bucket');
    const block = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    const policies = new Map(
      cell
        .ofType('AWS::S3::BucketPolicy')
        .map((policy) => [(property(policy, 'Bucket') as { Ref: string }).Ref, statementsOf(policy)]),
    );
    const refusesHttp = (entry: Entry) =>
      (policies.get(entry.id) ?? []).some(
        ({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
      );
    const isPublic = (entry: Entry) =>
      (policies.get(entry.id) ?? []).some(
        ({ Effect, Principal }) =>
          Effect === 'Allow' && /"?\*"?$/.test(JSON.stringify(Principal).replace(/[{}]/g, '')),
      );
    const broken = breaking(
      buckets,
      (bucket) =>
        JSON.stringify(property(bucket, 'PublicAccessBlockConfiguration')) === JSON.stringify(block) &&
        property(bucket, 'BucketEncryption') !== undefined &&
        property(bucket, 'AccessControl') !== 'PublicRead' &&
        refusesHttp(bucket) &&
        !isPublic(bucket),
    );
    expect(broken).toEqual([]);
  });

  it('that holds tenants’ events in S3 is encrypted with the cell’s key', () => {
    const holding = cell.ofType('AWS::S3::Bucket').filter(({ id }) => /^(Archive|Failures)Bucket/.test(id));
    expect(holding).toHaveLength(2);
    const rule = (bucket: Entry) =>
      (
        property(bucket, 'BucketEncryption.ServerSideEncryptionConfiguration') as Record<string, unknown>[]
      )[0];
    expect(breaking(holding, (bucket) => JSON.stringify(rule(bucket)).includes('aws:kms'))).toEqual([]);
  });

  it('that is a log group says how long it keeps logs, and is encrypted with the cell’s key', () => {
    const broken = breaking(
      cell.ofType('AWS::Logs::LogGroup'),
      (group) => Number(property(group, 'RetentionInDays')) > 0 && property(group, 'KmsKeyId') !== undefined,
    );
    expect(broken).toEqual([]);
  });

  it('that is a function has its own log group, is traced, and has no reserved concurrency', () => {
    const groups = new Set(cell.ofType('AWS::Logs::LogGroup').map(({ id }) => id));
    const functions = cell.ofType('AWS::Lambda::Function').filter((entry) => !isUploader(entry));
    const used = functions.map((fn) => (property(fn, 'LoggingConfig.LogGroup') as { Ref: string }).Ref);
    expect(new Set(used).size).toBe(functions.length);
    const broken = breaking(
      functions,
      (fn) =>
        groups.has((property(fn, 'LoggingConfig.LogGroup') as { Ref: string }).Ref) &&
        property(fn, 'TracingConfig.Mode') === 'Active' &&
        property(fn, 'Runtime') === 'nodejs24.x' &&
        property(fn, 'ReservedConcurrentExecutions') === undefined,
    );
    expect(broken).toEqual([]);
  });

  it('that is a function has an alarm on its errors', () => {
    const watched = new Set(
      cell
        .ofType('AWS::CloudWatch::Alarm')
        .filter((alarm) => property(alarm, 'MetricName') === 'Errors')
        .flatMap((alarm) => property(alarm, 'Dimensions') as { Value: { Ref: string } }[])
        .map(({ Value }) => Value.Ref),
    );
    const functions = cell.ofType('AWS::Lambda::Function').filter((entry) => !isUploader(entry));
    expect(breaking(functions, ({ id }) => watched.has(id))).toEqual([]);
  });

  it('that is an alarm tells the alarms topic and says what it means', () => {
    const broken = breaking(
      cell.ofType('AWS::CloudWatch::Alarm'),
      (alarm) =>
        list(property(alarm, 'AlarmActions')).length === 1 &&
        list(property(alarm, 'OKActions')).length === 1 &&
        String(property(alarm, 'AlarmDescription')).length > 60,
    );
    expect(broken).toEqual([]);
  });

  it('that reads a stream halves failing batches, reports single records, ends trying, and keeps what it gives up on', () => {
    const readers = cell.ofType('AWS::Lambda::EventSourceMapping');
    expect(readers).toHaveLength(7);
    const broken = breaking(
      readers,
      (reader) =>
        property(reader, 'BisectBatchOnFunctionError') === true &&
        list(property(reader, 'FunctionResponseTypes') as string[]).includes('ReportBatchItemFailures') &&
        Number(property(reader, 'MaximumRetryAttempts')) > 0 &&
        Number(property(reader, 'MaximumRecordAgeInSeconds')) > 0 &&
        property(reader, 'DestinationConfig.OnFailure.Destination') !== undefined,
    );
    expect(broken).toEqual([]);
  });

  it('that reads a stream has alarms on its lag and on what it gives up on', () => {
    const alarms = cell.ofType('AWS::CloudWatch::Alarm').map((alarm) => property(alarm, 'MetricName'));
    const count = (metric: string) => alarms.filter((name) => name === metric).length;
    expect(count('IteratorAge')).toBe(7);
    expect(count('OnFailureDestinationDeliveredEventCount')).toBe(7);
  });

  it('that no caller waits for keeps what failed', () => {
    const configs = cell.ofType('AWS::Lambda::EventInvokeConfig');
    const scheduled = cell
      .ofType('AWS::Events::Rule')
      .flatMap((rule) => property(rule, 'Targets') as { Arn: { 'Fn::GetAtt': [string, string] } }[])
      .map(({ Arn }) => Arn['Fn::GetAtt'][0]);
    expect(scheduled.length).toBeGreaterThan(0);
    const kept = configs
      .filter((config) => property(config, 'DestinationConfig.OnFailure.Destination') !== undefined)
      .map((config) => (property(config, 'FunctionName') as { Ref: string }).Ref);
    expect(scheduled.filter((id) => !kept.includes(id))).toEqual([]);
  });

  it('that is a policy names its actions, and its resources where AWS lets it', () => {
    const takesNoResource = new Set([
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'dynamodb:ListStreams',
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ]);
    const policies = cell.ofType('AWS::IAM::Policy').filter((entry) => !isUploader(entry));
    const broken = breaking(policies, (policy) =>
      statementsOf(policy).every(({ Action, Resource }) => {
        const actions = list(Action);
        if (actions.some((action) => action.includes('*'))) return false;
        return Resource !== '*' || actions.every((action) => takesNoResource.has(action));
      }),
    );
    expect(broken).toEqual([]);
  });

  it('that is a policy reaches what is under a resource, never what merely begins like it', () => {
    const resources = cell
      .ofType('AWS::IAM::Policy')
      .filter((entry) => !isUploader(entry))
      .flatMap((policy) => statementsOf(policy))
      // Customers' roles for our reading are in any account, under a path of their own (reader-roles.test.ts).
      .filter(({ Action }) => !list(Action).includes('sts:AssumeRole'))
      .flatMap(({ Resource }) => list(Resource as object | object[]))
      .map((resource) => JSON.stringify(resource));
    const wild = resources.filter((resource) => resource !== '"*"' && resource.includes('*'));
    expect(wild.length).toBeGreaterThan(0);
    expect(wild.filter((resource) => !/"[/:](?:[a-z-]+[/:])*\*"/.test(resource))).toEqual([]);
  });

  it('that is a policy lets nobody change or delete an audit record', () => {
    const onAudit = cell
      .ofType('AWS::IAM::Policy')
      .flatMap((policy) => statementsOf(policy))
      .filter(({ Resource }) => JSON.stringify(Resource).includes('ExportsOutputFnGetAttAudit'))
      .flatMap(({ Action }) => list(Action));
    expect([...new Set(onAudit)].sort()).toEqual(['dynamodb:PutItem', 'dynamodb:Query']);
  });

  it('that is a topic or a domain takes TLS only', () => {
    const [domain] = cell.ofType('AWS::OpenSearchService::Domain');
    expect(domain && property(domain, 'DomainEndpointOptions')).toMatchObject({
      EnforceHTTPS: true,
      TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10',
    });
    expect(domain && property(domain, 'NodeToNodeEncryptionOptions.Enabled')).toBe(true);
    expect(domain && property(domain, 'EncryptionAtRestOptions.KmsKeyId')).toBeDefined();
    const [policy] = cell.ofType('AWS::SNS::TopicPolicy');
    const denied = policy ? statementsOf(policy).filter(({ Effect }) => Effect === 'Deny') : [];
    expect(denied.map(({ Condition }) => Condition?.Bool)).toEqual([{ 'aws:SecureTransport': 'false' }]);
  });

  it('that is an alarm may publish to the topic and use its key', () => {
    const cloudwatch = { Service: 'cloudwatch.amazonaws.com' };
    const allowed = (statements: Statement[]) =>
      statements
        .filter(
          ({ Effect, Principal }) =>
            Effect === 'Allow' && JSON.stringify(Principal) === JSON.stringify(cloudwatch),
        )
        .flatMap(({ Action }) => list(Action));
    const [topic] = cell.ofType('AWS::SNS::TopicPolicy');
    expect(allowed(topic ? statementsOf(topic) : [])).toEqual(['sns:Publish']);
    const [key] = cell.ofType('AWS::KMS::Key');
    const keyStatements = key ? (property(key, 'KeyPolicy.Statement') as Statement[]) : [];
    expect(allowed(keyStatements)).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
  });

  it('that keeps identities lets no user write role or tenant', () => {
    const [client] = cell.ofType('AWS::Cognito::UserPoolClient');
    expect(client && property(client, 'WriteAttributes')).toEqual(['name']);
    const [pool] = cell.ofType('AWS::Cognito::UserPool');
    expect(pool && property(pool, 'AdminCreateUserConfig.AllowAdminCreateUserOnly')).toBe(true);
  });
});
