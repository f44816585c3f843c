import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { BatchWriteCommand, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentClient } from '#shared/aws/clients.ts';
import { tenantPk } from '#shared/aws/names.ts';
import { makeTenantPurge } from '#shared/aws/tenant-purge.ts';
import { buildTenant } from '../../support/builders/tenant.ts';

const client = documentClient(new DynamoDBClient({ region: 'eu-west-1' }));
const dynamo = mockClient(client);
const s3Client = new S3Client({ region: 'eu-west-1' });
const s3 = mockClient(s3Client);
const tenant = buildTenant('acme', { status: 'purging' });
const key = { tenant_id: 'acme', alert_id: 'a1' };

const removed: string[] = [];
const purge = makeTenantPurge({
  dynamo: client,
  s3: s3Client,
  search: {
    removeTenant: async (tenantId) => {
      removed.push(tenantId);
    },
  },
  tables: {
    tenants: 'tenants',
    sources: 'sources',
    alerts: 'alerts',
    cases: 'cases',
    timeline: 'timeline',
    audit: 'audit',
    content: 'content',
  },
  buckets: { archive: 'archive', failures: 'failures' },
  requestId: 'request-1',
  now: () => new Date(0),
  newId: () => 'audit-1',
});

beforeEach(() => {
  removed.length = 0;
  dynamo.reset();
  s3.reset();
  dynamo.on(GetCommand).resolves({ Item: { ...tenant, pk: tenantPk(tenant.tenant_id), kind: 'tenant' } });
  dynamo.on(QueryCommand).resolves({ Items: [] });
  dynamo.on(TransactWriteCommand).resolves({});
  s3.on(ListObjectsV2Command).resolves({ Contents: [] });
});

describe('a step of the purge', () => {
  it('deletes again what DynamoDB left unprocessed', async () => {
    dynamo.on(QueryCommand, { TableName: 'alerts' }).resolvesOnce({ Items: [key] });
    const UnprocessedItems = { alerts: [{ DeleteRequest: { Key: key } }] };
    dynamo.on(BatchWriteCommand).resolvesOnce({ UnprocessedItems }).resolves({});
    expect(await purge.step(tenant.tenant_id)).toBe(true);
    expect(dynamo.commandCalls(BatchWriteCommand)).toHaveLength(2);
  });

  it('is not done while a listing of objects goes on', async () => {
    s3.on(ListObjectsV2Command, { Bucket: 'archive' }).resolves({
      Contents: [{ Key: 'acme/1' }],
      IsTruncated: true,
    });
    s3.on(DeleteObjectsCommand).resolves({});
    expect(await purge.step(tenant.tenant_id)).toBe(false);
    expect(removed).toEqual([]);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  it('fails, and does not call the tenant purged, when an object stays', async () => {
    s3.on(ListObjectsV2Command, { Bucket: 'failures' }).resolves({ Contents: [{ Key: 'acme/1' }] });
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'acme/1', Code: 'AccessDenied' }] });
    await expect(purge.step(tenant.tenant_id)).rejects.toThrow('AccessDenied');
    expect(removed).toEqual([]);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });
});
