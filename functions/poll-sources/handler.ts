import { randomUUID } from 'node:crypto';
import { dynamo, kinesis, s3, secretsManager } from '#shared/aws/clients.ts';
import { makeDynamoIndicatorStore } from '#shared/aws/dynamo-indicator-store.ts';
import { makeDynamoPollStore } from '#shared/aws/dynamo-poll-store.ts';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeTakePorts, TAKE_VARIABLES } from '#shared/aws/make-take-ports.ts';
import { makeVendorCalls } from '#shared/aws/make-vendor-calls.ts';
import { makeSecretsManagerStore } from '#shared/aws/secrets-manager.ts';
import { once } from '#shared/once.ts';
import { type PollDuePorts, type PollReport, pollDue } from '#shared/polling/poll-due.ts';

const logger = makeLogger('poll-sources');

const ports = once((): PollDuePorts => {
  const env = readEnvironment(
    process.env,
    ...TAKE_VARIABLES,
    'STAGE',
    'CONTENT_TABLE',
    'SECRETS_KEY_ARN',
    'SYSTEMS',
  );
  const [tenantsTable, sourcesTable, auditTable] = [env.TENANTS_TABLE, env.SOURCES_TABLE, env.AUDIT_TABLE];
  const warn = (message: string, details: unknown) => logger.warn(message, { details });
  return {
    ...makeTakePorts({ dynamo: dynamo(), kinesis: kinesis(), s3: s3() }, env, warn),
    tenants: makeDynamoTenantStore(dynamo(), { tenantsTable, auditTable }),
    sources: makeDynamoSourceStore(dynamo(), { sourcesTable, auditTable }),
    polls: makeDynamoPollStore(dynamo(), { sourcesTable }),
    indicators: makeDynamoIndicatorStore(dynamo(), { contentTable: env.CONTENT_TABLE }),
    secrets: makeSecretsManagerStore(secretsManager(), { stage: env.STAGE, keyArn: env.SECRETS_KEY_ARN }),
    systems: env.SYSTEMS,
    vendorCalls: makeVendorCalls(env.SYSTEMS),
    newId: randomUUID,
  };
});

/** Milliseconds of the function's time that are left over for the last feeds to end in. */
const MARGIN_MS = 40_000;

/** Runs every minute. @throws Error when systems of ours failed for some tenants, after all others were read. */
export async function handler(
  _event: unknown,
  context: { getRemainingTimeInMillis(): number },
): Promise<PollReport> {
  const until = new Date(Date.now() + Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS));
  const report = await pollDue(ports(), until);
  logger.info('polled', report);
  if (report.errors.length > 0) throw new Error(`polling failed for ${report.errors.length} feeds`);
  return report;
}
