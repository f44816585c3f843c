import type { Context } from 'aws-lambda';
import { dynamo } from '#shared/aws/clients.ts';
import { makeDynamoAlertStore } from '#shared/aws/dynamo-alert-store.ts';
import { makeDynamoCaseStore } from '#shared/aws/dynamo-case-store.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { isAmazonDomain } from '#shared/aws/opensearch-client.ts';
import { makeSearchIndex } from '#shared/aws/opensearch-index.ts';
import { once } from '#shared/once.ts';
import { type RebuildAnswer, type RebuildPorts, rebuildIndex } from '#shared/pipeline/rebuild-index.ts';
import { readRebuildRequest } from '#shared/pipeline/rebuild-position.ts';
import { sleep } from '#shared/sleep.ts';

/** A page takes a second; one that the index refuses to the end takes five tries of up to 30 s each and some waiting. */
const RESERVE_MS = 240_000;

const logger = makeLogger('rebuild-index');

const ports = once((): RebuildPorts => {
  const env = readEnvironment(
    process.env,
    'TENANTS_TABLE',
    'ALERTS_TABLE',
    'CASES_TABLE',
    'TIMELINE_TABLE',
    'AUDIT_TABLE',
    'OPENSEARCH_URL',
  );
  const tables = {
    tenantsTable: env.TENANTS_TABLE,
    alertsTable: env.ALERTS_TABLE,
    casesTable: env.CASES_TABLE,
    timelineTable: env.TIMELINE_TABLE,
    auditTable: env.AUDIT_TABLE,
  };
  return {
    tenants: makeDynamoTenantStore(dynamo(), tables),
    alerts: makeDynamoAlertStore(dynamo(), tables),
    cases: makeDynamoCaseStore(dynamo(), tables),
    search: makeSearchIndex({ url: env.OPENSEARCH_URL, signed: isAmazonDomain(env.OPENSEARCH_URL) }),
    sleep,
    now: () => new Date(),
  };
});

/** Called by an operator until it answers `done`; `docs/runbook.md` says when and how. It may be called at any time. */
export async function handler(event: unknown, context: Context): Promise<RebuildAnswer> {
  const mayGoOn = () => context.getRemainingTimeInMillis() > RESERVE_MS;
  const answer = await rebuildIndex(ports(), readRebuildRequest(event), mayGoOn);
  const { done, alerts, cases, failed } = answer;
  logger.info('rebuilt', { done, alerts, cases, failed });
  return answer;
}
