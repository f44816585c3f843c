import { dynamo, s3, secretsManager } from '#shared/aws/clients.ts';
import { makeDynamoForwardStore } from '#shared/aws/dynamo-forward-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeVendorCalls } from '#shared/aws/make-vendor-calls.ts';
import { makeS3ForwardBacklog } from '#shared/aws/s3-forward-backlog.ts';
import { makeSecretsManagerStore } from '#shared/aws/secrets-manager.ts';
import type { ForwardPorts } from '#shared/pipeline/forward/forward-rows.ts';
import { rememberForwarding } from '#shared/pipeline/forward/remember-forwarding.ts';
import { rememberSenders } from '#shared/pipeline/forward/remember-senders.ts';
import type { ForwardBacklog, ForwardStore } from '#shared/ports/forward-store.ts';
import { sleep } from '#shared/sleep.ts';

/** A customer's Azure that does not answer costs a batch this many milliseconds a try, and the token one repetition. */
const TIMEOUT_MS = 10_000;
const RETRIES = { attempts: 2, baseMs: 300, longestMs: 1_000 };

/** What the functions that send on to customers' Azure work with. @throws Error that names the missing variables. */
export function makeForwardPorts(
  source: Readonly<Record<string, string | undefined>>,
  warn: ForwardPorts['warn'],
): ForwardPorts & { store: ForwardStore; backlog: ForwardBacklog } {
  const env = readEnvironment(
    source,
    'STAGE',
    'SECRETS_KEY_ARN',
    'SYSTEMS',
    'CONTENT_TABLE',
    'FAILURES_BUCKET',
  );
  const store = makeDynamoForwardStore(dynamo(), { contentTable: env.CONTENT_TABLE });
  const secrets = makeSecretsManagerStore(secretsManager(), {
    stage: env.STAGE,
    keyArn: env.SECRETS_KEY_ARN,
  });
  const calls = { ...makeVendorCalls(env.SYSTEMS), timeoutMs: TIMEOUT_MS, retries: RETRIES };
  return {
    store,
    forwarding: rememberForwarding(store),
    backlog: makeS3ForwardBacklog(s3(), { failuresBucket: env.FAILURES_BUCKET }),
    senders: rememberSenders({ systems: env.SYSTEMS, secrets, calls }),
    now: () => new Date(),
    wait: sleep,
    warn,
  };
}
