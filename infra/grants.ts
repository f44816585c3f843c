import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PLATFORM_TENANT } from '#shared/ids.ts';
import { READER_ROLE_PATH } from '#shared/schema/object-notice.ts';
import type { Cell } from './config.ts';
import type { GatehouseFunction } from './constructs/gatehouse-function.ts';
import type { BucketName, FunctionSpec, StreamName, TableName } from './function-spec.ts';
import type { Issuer } from './issuer.ts';
import type { DataStack } from './stacks/data.ts';

/** Variables of `shared/aws/environment.ts`: a function learns the names of what it may use, and of nothing else. */
export function environmentOf(
  spec: FunctionSpec,
  cell: Cell,
  data: DataStack,
  issuer: Issuer,
): Record<string, string> {
  const { grants, environment = [] } = spec;
  const variables: Record<string, string> = {};
  for (const name of Object.keys(grants.tables ?? {}) as TableName[]) {
    variables[`${name.toUpperCase()}_TABLE`] = data.tables[name].tableName;
  }
  for (const name of streamsOf(spec))
    variables[`${name.toUpperCase()}_STREAM`] = data.streams[name].streamName;
  for (const name of Object.keys(grants.buckets ?? {}) as BucketName[]) {
    variables[`${name.toUpperCase()}_BUCKET`] = data.buckets[name].bucketName;
  }
  if (grants.secrets) variables.SECRETS_KEY_ARN = data.key.keyArn;
  if (environment.includes('systems')) variables.SYSTEMS = JSON.stringify(cell.systems);
  if (grants.search) variables.OPENSEARCH_URL = data.searchUrl;
  if (environment.includes('residency')) variables.RESIDENCY = cell.residency.join(',');
  if (environment.includes('partitions')) variables.PARTITION_BUCKETS = String(cell.partitionBuckets);
  if (grants.readsUsers) variables.USER_POOL_ID = data.users?.pool.userPoolId ?? '';
  if (grants.signatures) variables.SIGNATURES_KEY_ARN = data.key.keyArn;
  if (environment.includes('account')) variables.CELL_ACCOUNT = data.account;
  if (environment.includes('identity')) {
    variables.OIDC_ISSUER = issuer.url;
    variables.OIDC_AUDIENCE = issuer.audience;
    variables.OIDC_JWKS_URL = issuer.jwksUrl;
  }
  if (environment.includes('claims')) {
    variables.OIDC_ROLE_CLAIM = issuer.roleClaim;
    variables.OIDC_TENANT_CLAIM = issuer.tenantClaim;
  }
  return variables;
}

/** The function's policy: each action named, each resource named. */
export function applyGrants(made: GatehouseFunction, spec: FunctionSpec, data: DataStack, cell: Cell): void {
  const { grants, trigger } = spec;
  const services = new Set<'dynamodb' | 'kinesis' | 's3' | 'secretsmanager'>();
  for (const [name, actions] of Object.entries(grants.tables ?? {}) as [TableName, readonly string[]][]) {
    if (actions.length === 0) continue;
    const { tableArn } = data.tables[name];
    const index = indexOf[name];
    const resources =
      index && actions.includes('Query') ? [tableArn, `${tableArn}/index/${index}`] : [tableArn];
    made.allow(
      actions.map((action) => `dynamodb:${action}`),
      resources,
    );
    services.add('dynamodb');
  }
  for (const [name, actions] of Object.entries(grants.streams ?? {}) as [StreamName, readonly string[]][]) {
    made.allow(
      actions.map((action) => `kinesis:${action}`),
      [data.streams[name].streamArn],
    );
    services.add('kinesis');
  }
  for (const [name, actions] of Object.entries(grants.buckets ?? {}) as [BucketName, readonly string[]][]) {
    const bucket = data.buckets[name];
    const onObjects = actions.filter((action) => action !== 'ListBucket').map((action) => `s3:${action}`);
    if (onObjects.length > 0) {
      made.allowUnder(
        onObjects,
        bucket.bucketArn,
        '/*',
        'The objects of a bucket have no names before they exist.',
      );
    }
    if (actions.includes('ListBucket')) made.allow(['s3:ListBucket'], [bucket.bucketArn]);
    services.add('s3');
  }
  if (grants.search) {
    made.allowUnder(
      ['es:ESHttpDelete', 'es:ESHttpGet', 'es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'],
      data.search.domain.attrArn,
      '/*',
      'Indices are made per tenant and month while the cell runs; their names are paths under the domain.',
    );
  }
  if (grants.secrets) {
    const { tenants, operator } = grants.secrets;
    const why = 'The operator names the secrets of shared systems.';
    if (operator.length > 0) allowSecrets(made, cell, operator, `${PLATFORM_TENANT}/*`, why);
    allowSecrets(made, cell, tenants, '*', 'Tenants and their secrets are made while the cell runs.');
    services.add('secretsmanager');
  }
  if (grants.readsUsers && data.users) made.allow(['cognito-idp:ListUsers'], [data.users.pool.userPoolArn]);
  if (grants.signatures) made.allowSignatures(data.key, grants.signatures);
  if (grants.takesReaderRoles) {
    made.allowUnder(
      ['sts:AssumeRole'],
      `arn:${data.partition}:iam::*:role/${READER_ROLE_PATH}`,
      '/*',
      'The roles are in customers’ accounts, under a path of their own; each also asks for its source’s external id.',
    );
  }
  // Readers also decrypt what they read, and write what they give up on to the failure bucket.
  if (trigger.kind === 'kinesis') services.add('kinesis').add('s3');
  if (trigger.kind === 'table') services.add('dynamodb').add('s3');
  if (['schedule', 'interval', 'async'].includes(trigger.kind)) services.add('s3');
  if (services.size > 0) made.allowKey(data.key, [...services].sort());
}

/** Secrets under the stage's prefix: a policy can't name what is made while the cell runs. */
function allowSecrets(
  made: GatehouseFunction,
  cell: Cell,
  actions: readonly string[],
  rest: string,
  why: string,
): void {
  if (actions.length === 0) return;
  const arn = Stack.of(made).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `gatehouse/${cell.stage}/`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  made.allowUnder(
    actions.map((action) => `secretsmanager:${action}`),
    arn,
    rest,
    why,
  );
}

const indexOf: Partial<Record<TableName, string>> = { tenants: 'by_kind', cases: 'by_created' };

function streamsOf(spec: FunctionSpec): StreamName[] {
  return Object.keys(spec.grants.streams ?? {}) as StreamName[];
}
