import { DeleteObjectsCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { auditStep } from '#shared/aws/dynamo-audit-store.ts';
import { answered, type Row, transact, unavailable } from '#shared/aws/dynamo-errors.ts';
import { makeDynamoTenantStore, updateTenantStep } from '#shared/aws/dynamo-tenant-store.ts';
import {
  archivePrefix,
  contentPk,
  failurePrefix,
  SOURCE_SK_PREFIX,
  sourcesPk,
  TOKEN_HASH_SK,
  timelinePk,
  tokenHashPk,
  WEBHOOK_SK,
  webhookPk,
} from '#shared/aws/names.ts';
import { DomainError } from '#shared/errors.ts';
import { PLATFORM_TENANT, type TenantId } from '#shared/ids.ts';
import type { TenantPurge } from '#shared/ports/purge.ts';
import type { SearchIndex } from '#shared/ports/search-index.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { sleep } from '#shared/sleep.ts';

/** Rows that one step deletes at most (cases with long timelines may add one case's worth). */
const PORTION = 400;
/** Keys in one BatchWriteItem (DynamoDB quotas). */
const BATCH = 25;
/** Keys in one DeleteObjects (S3 API reference), and objects that one step deletes at most in each bucket. */
const OBJECTS = 1_000;
const UNPROCESSED_TRIES = 6;

export type TenantPurgeParts = {
  dynamo: DynamoDBDocumentClient;
  s3: S3Client;
  search: Pick<SearchIndex, 'removeTenant'>;
  tables: {
    tenants: string;
    sources: string;
    alerts: string;
    cases: string;
    timeline: string;
    audit: string;
    content: string;
  };
  buckets: { archive: string; failures: string };
  requestId: string;
  now: () => Date;
  newId: () => string;
};

/** Deletes rows by key and tries again what DynamoDB left over. */
async function deleteRows(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Row[],
): Promise<void> {
  for (let start = 0; start < keys.length; start += BATCH) {
    let requests = keys.slice(start, start + BATCH).map((Key) => ({ DeleteRequest: { Key } }));
    for (let attempt = 0; requests.length > 0; attempt++) {
      if (attempt === UNPROCESSED_TRIES) throw unavailable();
      if (attempt > 0) await sleep(25 * 2 ** attempt);
      const answer = await answered(
        client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } })),
      );
      requests = (answer.UnprocessedItems?.[table] ?? []) as typeof requests;
    }
  }
}

/** Deletes up to 1,000 objects under a prefix. True when none is left. */
async function deleteObjects(s3: S3Client, bucket: string, prefix: string): Promise<boolean> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: OBJECTS }));
  const objects = (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
  if (objects.length === 0) return true;
  const answer = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
  );
  const [failed] = answer.Errors ?? [];
  if (failed !== undefined)
    throw new Error(`${answer.Errors?.length} objects could not be deleted: ${failed.Code}`);
  return page.IsTruncated !== true;
}

/** What is left of a purged tenant: its code, which stays taken, and its dates. */
const tombstone = (tenant: Tenant, at: string): Tenant => ({
  ...tenant,
  organization_name: '(purged)',
  contact_email: 'purged@example.invalid',
  status: 'purged',
  updated_at: at,
  version: tenant.version + 1,
});

/**
 * Deletes a tenant's sources, tokens, detection content, alerts, cases, timelines, archive, failures and search index in portions; what
 * is gone already is simply not found, so a step can be repeated at any point, also on a purged tenant. Kept: the audit
 * trail, the reservation of the code, and a tenant row without names.
 *
 * Not touched: `windows` and `control`. Their keys can't be listed by tenant without reading the whole table, and every
 * row of theirs expires by itself (`expires_at`: a rule's window, a day for idempotency keys; DynamoDB deletes expired
 * rows within a few days).
 */
export function makeTenantPurge(parts: TenantPurgeParts): TenantPurge {
  const { dynamo, s3, tables, buckets } = parts;

  /** Up to `limit` rows of one partition, keys only. */
  async function someKeys(
    table: string,
    pk: [string, string],
    sk: string,
    limit: number,
    also: string[] = [],
  ) {
    const names = [pk[0], sk, ...also];
    const command = new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#a0 = :pk',
      ProjectionExpression: names.map((_, i) => `#a${i}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#a${i}`, name])),
      ExpressionAttributeValues: { ':pk': pk[1] },
      Limit: limit,
      ConsistentRead: true,
    });
    return (await answered(dynamo.send(command))).Items ?? [];
  }

  async function sources(tenantId: TenantId, limit: number): Promise<number> {
    const rows = await someKeys(tables.sources, ['pk', sourcesPk(tenantId)], 'sk', limit, ['hash']);
    const hashes = rows.flatMap(({ hash }) =>
      typeof hash === 'string' ? [{ pk: tokenHashPk(hash), sk: TOKEN_HASH_SK }] : [],
    );
    const webhooks = rows.flatMap(({ sk }) =>
      typeof sk === 'string' && sk.startsWith(SOURCE_SK_PREFIX)
        ? [{ pk: webhookPk(sk.slice(SOURCE_SK_PREFIX.length)), sk: WEBHOOK_SK }]
        : [],
    );
    // These first: they are found only through the token's and the source's rows.
    await deleteRows(dynamo, tables.sources, [...hashes, ...webhooks]);
    await deleteRows(
      dynamo,
      tables.sources,
      rows.map(({ pk, sk }) => ({ pk, sk })),
    );
    return rows.length + hashes.length;
  }

  async function content(tenantId: TenantId, limit: number): Promise<number> {
    const rows = await someKeys(tables.content, ['pk', contentPk(tenantId)], 'sk', limit);
    await deleteRows(dynamo, tables.content, rows);
    return rows.length;
  }

  async function alerts(tenantId: TenantId, limit: number): Promise<number> {
    const keys = await someKeys(tables.alerts, ['tenant_id', tenantId], 'alert_id', limit);
    await deleteRows(dynamo, tables.alerts, keys);
    return keys.length;
  }

  /** A case's timeline before the case: the timeline is found only through it. */
  async function cases(tenantId: TenantId, limit: number): Promise<number> {
    let deleted = 0;
    for (const key of await someKeys(tables.cases, ['tenant_id', tenantId], 'case_id', limit)) {
      const pk = timelinePk(tenantId, String(key.case_id));
      for (let entries: Row[] = [{}]; entries.length > 0; deleted += entries.length) {
        if (deleted >= limit) return deleted;
        entries = await someKeys(tables.timeline, ['pk', pk], 'sk', PORTION);
        await deleteRows(dynamo, tables.timeline, entries);
      }
      await deleteRows(dynamo, tables.cases, [key]);
      deleted++;
    }
    return deleted;
  }

  async function finish(tenant: Tenant): Promise<void> {
    if (tenant.status === 'purged') return;
    const at = parts.now().toISOString();
    await transact(dynamo, [
      updateTenantStep(tables.tenants, tombstone(tenant, at)),
      auditStep(tables.audit, {
        audit_id: parts.newId(),
        tenant_id: tenant.tenant_id,
        at,
        actor: { id: 'purge-tenant', email: null, role: 'system' },
        action: 'purgeTenant',
        target: `tenant/${tenant.tenant_id}`,
        before: { status: tenant.status },
        after: { status: 'purged' },
        request_id: parts.requestId,
      }),
    ]);
  }

  return {
    /** @throws DomainError `not_found` without the tenant, `conflict` unless it was deleted before. */
    async step(tenantId) {
      const tenant = await makeDynamoTenantStore(dynamo, {
        tenantsTable: tables.tenants,
        auditTable: tables.audit,
      }).get(tenantId);
      if (tenant === null || tenantId === PLATFORM_TENANT) {
        throw new DomainError('not_found', 'There is no such tenant.');
      }
      if (!['deleted', 'purging', 'purged'].includes(tenant.status)) {
        throw new DomainError(
          'conflict',
          `A tenant in status ${tenant.status} is not purged. Delete it first.`,
        );
      }
      let left = PORTION;
      for (const portion of [sources, content, alerts, cases]) {
        left -= await portion(tenantId, left);
        if (left <= 0) return false;
      }
      const archiveGone = await deleteObjects(s3, buckets.archive, archivePrefix(tenantId));
      const failuresGone = await deleteObjects(s3, buckets.failures, failurePrefix(tenantId));
      if (!archiveGone || !failuresGone) return false;
      await parts.search.removeTenant(tenantId);
      await finish(tenant);
      return true;
    },
  };
}
