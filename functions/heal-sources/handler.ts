import { dynamo } from '#shared/aws/clients.ts';
import { makeDynamoPollStore } from '#shared/aws/dynamo-poll-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeApiPorts } from '#shared/aws/make-ports.ts';
import { type HealSummary, healAll } from '#shared/healing/heal-all.ts';
import { once } from '#shared/once.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';

const logger = makeLogger('heal-sources');

const parts = once(() => {
  const ports = makeApiPorts(process.env);
  const { SOURCES_TABLE: sourcesTable } = readEnvironment(process.env, 'SOURCES_TABLE');
  const { tenants, sources, healing, cases, secrets, systems, vendorCalls } = ports;
  const engine = engineOf(ports, (step, error) => {
    logger.error('a check failed unforeseen', {
      step,
      error: error instanceof Error ? error : String(error),
    });
  });
  const polls = makeDynamoPollStore(dynamo(), { sourcesTable });
  return { tenants, sources, healing, cases, secrets, systems, vendorCalls, engine, polls };
});

/** Milliseconds of the function's time that are left over for the last tenants to end in. */
const MARGIN_MS = 60_000;

/** Runs every five minutes. @throws Error when a tenant could not be looked at, after all others were. */
export async function handler(
  _event: unknown,
  context: { getRemainingTimeInMillis(): number },
): Promise<HealSummary> {
  const until = new Date(Date.now() + Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS));
  const summary = await healAll(parts(), until);
  logger.info('healed', { ...summary });
  if (summary.errors.length > 0) throw new Error(`healing failed for ${summary.errors.length} tenants`);
  return summary;
}
