import { dynamo, s3 } from '#shared/aws/clients.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { isAmazonDomain } from '#shared/aws/opensearch-client.ts';
import { makeSearchIndex } from '#shared/aws/opensearch-index.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { once } from '#shared/once.ts';
import {
  applyRetention,
  type RetentionPorts,
  type RetentionReport,
} from '#shared/pipeline/apply-retention.ts';

const logger = makeLogger('retention');

const ports = once((): RetentionPorts => {
  const env = readEnvironment(
    process.env,
    'TENANTS_TABLE',
    'AUDIT_TABLE',
    'ARCHIVE_BUCKET',
    'OPENSEARCH_URL',
  );
  return {
    tenants: makeDynamoTenantStore(dynamo(), {
      tenantsTable: env.TENANTS_TABLE,
      auditTable: env.AUDIT_TABLE,
    }),
    archive: makeS3Archive(s3(), dynamo(), { archiveBucket: env.ARCHIVE_BUCKET }),
    search: makeSearchIndex({ url: env.OPENSEARCH_URL, signed: isAmazonDomain(env.OPENSEARCH_URL) }),
  };
});

/** Runs once a day. @throws Error when a tenant's data could not be deleted, after all others were, so that the alarm rings. */
export async function handler(): Promise<RetentionReport> {
  const report = await applyRetention(ports(), new Date());
  logger.info('retention applied', report);
  if (report.failed.length > 0) throw new Error(`retention failed for ${report.failed.length} tenants`);
  return report;
}
