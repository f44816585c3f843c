import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Cell } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { DataKey } from '../constructs/data-key.ts';
import { ImpactAlarm } from '../constructs/impact-alarm.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { ProtectedTable } from '../constructs/protected-table.ts';
import { SearchDomain } from '../constructs/search-domain.ts';
import { CellUserPool } from '../constructs/user-pool.ts';
import type { BucketName, StreamName, TableName } from '../function-spec.ts';

export type DataStackProps = StackProps & {
  cell: Cell;
  /** Where the search node really is, on one machine; in AWS the domain says it. */
  openSearchUrl: string | undefined;
};

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** Everything that holds state. It outlives the other stacks, and outside `local` nothing in it goes by accident. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly alarms: Topic;
  readonly streams: Readonly<Record<StreamName, Stream>>;
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly buckets: Readonly<Record<BucketName, IBucket>>;
  readonly search: SearchDomain;
  readonly searchUrl: string;
  /** Absent where an issuer of the operator signs the tokens. */
  readonly users: CellUserPool | undefined;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: props.cell.protect });
    const { cell } = props;
    this.key = new DataKey(this, 'DataKey', { cell }).key;
    this.alarms = this.makeTopic();
    this.streams = { raw: this.makeStream('Raw', cell), events: this.makeStream('Events', cell) };
    this.tables = this.makeTables(cell);
    this.buckets = this.makeBuckets(cell);
    this.search = new SearchDomain(this, 'Search', { cell, key: this.key });
    this.searchUrl = searchUrl(cell, this.search.domain.attrDomainEndpoint, props.openSearchUrl);
    this.users = cell.identity.kind === 'cognito' ? new CellUserPool(this, 'Users', { cell }) : undefined;
    this.makeAlarms(cell);

    new CfnOutput(this, 'OpenSearchUrl', { value: this.searchUrl });
    new CfnOutput(this, 'AlarmsTopicArn', { value: this.alarms.topicArn });
    if (this.users) {
      new CfnOutput(this, 'UserPoolId', { value: this.users.pool.userPoolId });
      new CfnOutput(this, 'UserPoolClientId', { value: this.users.client.userPoolClientId });
    }
  }

  private makeTopic(): Topic {
    const topic = new Topic(this, 'Alarms', { masterKey: this.key, enforceSSL: true });
    // A topic with a policy of its own has lost the default one, which let the account's alarms publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return topic;
  }

  private makeStream(id: string, cell: Cell): Stream {
    const stream = new Stream(this, id, {
      ...(cell.streams.mode === 'ON_DEMAND'
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: cell.streams.shards }),
      retentionPeriod: Duration.hours(cell.streamRetentionHours),
      encryption: StreamEncryption.KMS,
      encryptionKey: this.key,
      removalPolicy: cell.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(
      stream,
      'Tenants’ events are encrypted with the cell’s own key, which the operator controls.',
      'KDS3',
    );
    return stream;
  }

  private makeTables(cell: Cell): Record<TableName, Table> {
    const base = { cell, key: this.key };
    const make = (id: string, props: Omit<ConstructorParameters<typeof ProtectedTable>[2], 'cell' | 'key'>) =>
      new ProtectedTable(this, id, { ...base, ...props }).table;
    return {
      tenants: make('Tenants', {
        partitionKey: text('pk'),
        indexes: [{ name: 'by_kind', partitionKey: text('kind'), sortKey: text('pk') }],
      }),
      sources: make('Sources', { partitionKey: text('pk'), sortKey: text('sk'), expires: 'expires_at' }),
      alerts: make('Alerts', {
        partitionKey: text('tenant_id'),
        sortKey: text('alert_id'),
        expires: 'expires_at',
        stream: true,
      }),
      cases: make('Cases', {
        partitionKey: text('tenant_id'),
        sortKey: text('case_id'),
        stream: true,
        indexes: [{ name: 'by_created', partitionKey: text('tenant_id'), sortKey: text('created_at') }],
      }),
      timeline: make('Timeline', { partitionKey: text('pk'), sortKey: text('sk') }),
      audit: make('Audit', { partitionKey: text('tenant_id'), sortKey: text('sk') }),
      windows: make('Windows', { partitionKey: text('pk'), expires: 'expires_at' }),
      control: make('Control', { partitionKey: text('pk'), expires: 'expires_at' }),
      content: make('Content', { partitionKey: text('pk'), sortKey: text('sk'), expires: 'expires_at' }),
      provisioning: make('Provisioning', { partitionKey: text('tenant_id'), sortKey: text('sk') }),
    };
  }

  private makeBuckets(cell: Cell): Record<BucketName, IBucket> {
    const logs = new PrivateBucket(this, 'AccessLogs', {
      cell,
      lifecycle: [{ expiration: Duration.days(cell.logRetentionDays) }],
    }).bucket;
    const archive = new PrivateBucket(this, 'Archive', {
      cell,
      key: this.key,
      accessLogs: { bucket: logs, prefix: 'archive/' },
      // How long events stay is each tenant's own number: functions/retention deletes them.
      lifecycle: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    }).bucket;
    const failures = new PrivateBucket(this, 'Failures', {
      cell,
      key: this.key,
      accessLogs: { bucket: logs, prefix: 'failures/' },
      lifecycle: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          expiration: Duration.days(cell.failureRetentionDays),
        },
      ],
    }).bucket;
    return { archive, failures };
  }

  private makeAlarms(cell: Cell): void {
    const base = { stage: cell.stage, topic: this.alarms };
    const domainMetric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/ES',
        metricName,
        dimensionsMap: { DomainName: this.search.domain.ref, ClientId: this.account },
        period: Duration.minutes(5),
        statistic,
      });
    for (const [name, stream] of Object.entries(this.streams)) {
      new ImpactAlarm(this, `${name}Throttled`, {
        ...base,
        name: `${name}-stream-throttled`,
        impact: `The ${name} stream refuses writes: ${name === 'raw' ? 'senders are answered 503' : 'normalised events wait in the raw stream'}.`,
        metric: stream.metric('WriteProvisionedThroughputExceeded', {
          period: Duration.minutes(5),
          statistic: 'Sum',
        }),
        threshold: 1,
        periods: 2,
      });
    }
    new ImpactAlarm(this, 'SearchRed', {
      ...base,
      name: 'search-red',
      impact: 'A part of the search index is missing: lists of alerts and cases are incomplete or fail.',
      metric: domainMetric('ClusterStatus.red', 'Maximum'),
      threshold: 1,
    });
    new ImpactAlarm(this, 'SearchWritesBlocked', {
      ...base,
      name: 'search-writes-blocked',
      impact: 'The search cluster takes no writes: new alerts and changed cases do not appear in lists.',
      metric: domainMetric('ClusterIndexWritesBlocked', 'Maximum'),
      threshold: 1,
    });
    new ImpactAlarm(this, 'SearchSpace', {
      ...base,
      name: 'search-space',
      impact: 'The search cluster is running out of disk; it will block writes when it is full.',
      metric: domainMetric('FreeStorageSpace', 'Minimum'),
      // The metric counts MiB.
      threshold: cell.thresholds.searchFreeGib * 1024,
      below: true,
    });
    new ImpactAlarm(this, 'SearchMemory', {
      ...base,
      name: 'search-memory',
      impact: 'The search cluster is short of memory: lists get slow and writes may be rejected.',
      metric: domainMetric('JVMMemoryPressure', 'Maximum'),
      threshold: 92,
      periods: 3,
    });
  }
}

function searchUrl(cell: Cell, endpoint: string, given: string | undefined): string {
  if (cell.stage !== 'local') return `https://${endpoint}`;
  return given ?? `http://${endpoint}`;
}
