import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { z } from 'zod';
import { dynamo, s3 } from '#shared/aws/clients.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { isAmazonDomain } from '#shared/aws/opensearch-client.ts';
import { makeSearchIndex } from '#shared/aws/opensearch-index.ts';
import { makeTenantPurge } from '#shared/aws/tenant-purge.ts';
import { tenantIdSchema } from '#shared/ids.ts';

const inputSchema = z.strictObject({ tenant_id: tenantIdSchema, request_id: z.string().min(1).max(200) });

/** A step takes seconds; this much is kept in hand so that none is cut off in the middle. */
const RESERVE_MS = 60_000;

/**
 * Called by `workflows/purge-tenant` until it answers `done`. One call goes on for as long as its time allows, so that a
 * large archive stays within the 25,000 history events of one execution (Step Functions quotas).
 */
export async function handler(event: unknown, context: Context): Promise<{ done: boolean }> {
  const input = inputSchema.parse(event);
  const env = readEnvironment(
    process.env,
    'TENANTS_TABLE',
    'SOURCES_TABLE',
    'ALERTS_TABLE',
    'CASES_TABLE',
    'TIMELINE_TABLE',
    'AUDIT_TABLE',
    'CONTENT_TABLE',
    'ARCHIVE_BUCKET',
    'FAILURES_BUCKET',
    'OPENSEARCH_URL',
  );
  const purge = makeTenantPurge({
    dynamo: dynamo(),
    s3: s3(),
    search: makeSearchIndex({ url: env.OPENSEARCH_URL, signed: isAmazonDomain(env.OPENSEARCH_URL) }),
    tables: {
      tenants: env.TENANTS_TABLE,
      sources: env.SOURCES_TABLE,
      alerts: env.ALERTS_TABLE,
      cases: env.CASES_TABLE,
      timeline: env.TIMELINE_TABLE,
      audit: env.AUDIT_TABLE,
      content: env.CONTENT_TABLE,
    },
    buckets: { archive: env.ARCHIVE_BUCKET, failures: env.FAILURES_BUCKET },
    requestId: input.request_id,
    now: () => new Date(),
    newId: randomUUID,
  });
  let done = false;
  do done = await purge.step(input.tenant_id);
  while (!done && context.getRemainingTimeInMillis() > RESERVE_MS);
  return { done };
}
