/** A table, stream or bucket by the name that the data stack gives it. */
export type TableName =
  | 'tenants'
  | 'sources'
  | 'alerts'
  | 'cases'
  | 'timeline'
  | 'audit'
  | 'windows'
  | 'control'
  | 'content'
  | 'provisioning';
export type StreamName = 'raw' | 'events';
export type BucketName = 'archive' | 'failures';

type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem';
type StreamAction = 'PutRecord' | 'PutRecords' | 'DescribeStreamSummary';
type SecretAction = 'GetSecretValue' | 'PutSecretValue' | 'CreateSecret' | 'DeleteSecret';
type BucketAction = 'PutObject' | 'GetObject' | 'DeleteObject' | 'ListBucket';

/** What one function may do; nothing else. `infra/stacks/app.ts` turns it into policy statements and environment. */
export type Grants = {
  tables?: Partial<Record<TableName, readonly TableAction[]>>;
  streams?: Partial<Record<StreamName, readonly StreamAction[]>>;
  buckets?: Partial<Record<BucketName, readonly BucketAction[]>>;
  /** Signed HTTP requests to the search domain. */
  search?: boolean;
  /** Seals the secrets of webhooks' signatures with the cell's key, or opens them. */
  signatures?: 'seal' | 'open';
  /** Takes the roles that customers made for our reading of their buckets. */
  takesReaderRoles?: boolean;
  /** May have an object of a customer's bucket read. */
  asksForObjects?: boolean;
  /** May start the purge of a deleted tenant. */
  startsPurge?: boolean;
  /** May start and look at the work on runs. */
  startsRuns?: boolean;
  /** May start tests of sources and validations. */
  startsProofs?: boolean;
  /** Sends events to the cell's public endpoint. */
  pushesEvents?: boolean;
  /** May list the users of the cell's own pool. */
  readsUsers?: boolean;
  /** Secrets of tenants, which it may write, and of the operator, which it may only read. */
  secrets?: { tenants: readonly SecretAction[]; operator: readonly 'GetSecretValue'[] };
};

/** What makes a function run. Only the ones that no caller waits for need a place for what failed. */
export type Trigger =
  | { kind: 'request' }
  | { kind: 'kinesis'; stream: StreamName; batch: number }
  | { kind: 'table'; table: 'alerts' | 'cases'; batch: number }
  | { kind: 'schedule'; hourUtc: number }
  | { kind: 'interval'; minutes: number }
  /** Other functions call it and do not wait. */
  | { kind: 'async' }
  | { kind: 'workflow' }
  | { kind: 'operator' };

export type FunctionSpec = {
  /** Folder under `functions/`. */
  name: string;
  /** What stops working for whom when it fails: the text of its alarm. */
  impact: string;
  trigger: Trigger;
  memoryMb: number;
  timeoutSeconds: number;
  grants: Grants;
  /** Further variables: who signs tokens, their claims' names, whose data may live here, buckets of keys, shared systems. */
  environment?: readonly ('identity' | 'claims' | 'residency' | 'partitions' | 'systems' | 'account')[];
};
