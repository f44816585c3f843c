import { dynamo } from '#shared/aws/clients.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeForwardPorts } from '#shared/aws/make-forward-ports.ts';
import { once } from '#shared/once.ts';
import {
  type DrainPorts,
  type DrainReport,
  drainForwarding,
} from '#shared/pipeline/forward/drain-forwarding.ts';

const logger = makeLogger('drain-forwarding');

const ports = once((): DrainPorts => {
  const env = readEnvironment(process.env, 'TENANTS_TABLE', 'AUDIT_TABLE');
  return {
    ...makeForwardPorts(process.env, (message, details) => logger.warn(message, details)),
    tenants: makeDynamoTenantStore(dynamo(), {
      tenantsTable: env.TENANTS_TABLE,
      auditTable: env.AUDIT_TABLE,
    }),
  };
});

/** Runs every few minutes. @throws Error when what is held of a tenant could not be read or kept, after all others were served. */
export async function handler(): Promise<DrainReport> {
  const report = await drainForwarding(ports());
  logger.info('held events sent', report);
  if (report.failed.length > 0) throw new Error(`held events of ${report.failed.length} tenants stay`);
  return report;
}
