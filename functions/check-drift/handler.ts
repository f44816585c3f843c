import { makeLogger } from '#shared/aws/logger.ts';
import { makeApiPorts } from '#shared/aws/make-ports.ts';
import { once } from '#shared/once.ts';
import { checkAllDrift, type DriftSummary } from '#shared/tenants/provisioning/check-all-drift.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';

const logger = makeLogger('check-drift');
const ports = once(() => makeApiPorts(process.env));
const engine = once(() =>
  engineOf(ports(), (step, error) => {
    logger.error('a check failed unforeseen', {
      step,
      error: error instanceof Error ? error : String(error),
    });
  }),
);

/** Runs once a day. @throws Error when a tenant could not be checked, after all others were, so that the alarm rings. */
export async function handler(): Promise<DriftSummary> {
  const summary = await checkAllDrift(engine(), ports().tenants);
  logger.info('drift checked', { ...summary });
  if (summary.failed.length > 0)
    throw new Error(`drift could not be checked for ${summary.failed.length} tenants`);
  return summary;
}
