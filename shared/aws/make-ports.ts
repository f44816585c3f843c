import { randomBytes, randomUUID } from 'node:crypto';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { cognito, dynamo, kinesis, kms, s3, secretsManager, sfn } from '#shared/aws/clients.ts';
import { makeCognitoUsers } from '#shared/aws/cognito-users.ts';
import { makeDynamoAlertStore } from '#shared/aws/dynamo-alert-store.ts';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { makeDynamoCaseStore } from '#shared/aws/dynamo-case-store.ts';
import { makeDynamoContentStore } from '#shared/aws/dynamo-content-store.ts';
import { makeDynamoFieldStore } from '#shared/aws/dynamo-field-store.ts';
import { makeDynamoForwardStore } from '#shared/aws/dynamo-forward-store.ts';
import { makeDynamoHealingStore } from '#shared/aws/dynamo-healing-store.ts';
import { makeDynamoIdempotencyStore } from '#shared/aws/dynamo-idempotency-store.ts';
import { makeDynamoJournal } from '#shared/aws/dynamo-journal.ts';
import { makeDynamoProofStore } from '#shared/aws/dynamo-proof-store.ts';
import { makeDynamoRateLimiter } from '#shared/aws/dynamo-rate-limiter.ts';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { makeDynamoTenantStore } from '#shared/aws/dynamo-tenant-store.ts';
import { makeDynamoTokenStore } from '#shared/aws/dynamo-token-store.ts';
import { makeDynamoWebhookStore } from '#shared/aws/dynamo-webhook-store.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeKinesisStreams } from '#shared/aws/kinesis-streams.ts';
import { makeKmsSecretBox } from '#shared/aws/kms-secret-box.ts';
import { makeVendorCalls } from '#shared/aws/make-vendor-calls.ts';
import { tenantPk } from '#shared/aws/names.ts';
import { isAmazonDomain } from '#shared/aws/opensearch-client.ts';
import { makeSearchIndex } from '#shared/aws/opensearch-index.ts';
import { makePushEvent } from '#shared/aws/push-event.ts';
import { readRuleCatalogue } from '#shared/aws/rule-catalogue.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { makeS3FailureStore } from '#shared/aws/s3-failure-store.ts';
import { makeSecretsManagerStore } from '#shared/aws/secrets-manager.ts';
import { makeSfnDryRuns, makeSfnProofRuns } from '#shared/aws/sfn-proofs.ts';
import { makeSfnRunExecutions } from '#shared/aws/sfn-run-executions.ts';
import { makeSfnWorkflows } from '#shared/aws/sfn-workflows.ts';
import { PLATFORM_TENANT } from '#shared/ids.ts';
import { once } from '#shared/once.ts';
import type { Ports } from '#shared/ports/ports.ts';
import { sleep } from '#shared/sleep.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Warn = (message: string, details: Readonly<Record<string, unknown>>) => void;
type Makers = { [K in keyof Ports]: () => Ports[K] };

/**
 * The ports of an `api-*` function. Each port reads its own part of the environment when it is first asked for, so that
 * a function needs the variables, and the grants behind them, of what its routes use and no more. `needs` names the ports
 * to make at once: what is missing then fails the cold start instead of a request.
 * @throws Error that names the missing variables.
 */
export function makeApiPorts(
  env: Environment,
  needs: readonly (keyof Ports)[] = [],
  warn: Warn = () => {},
): Ports {
  const search = once(() => {
    const { OPENSEARCH_URL: url } = readEnvironment(env, 'OPENSEARCH_URL');
    return makeSearchIndex({ url, signed: isAmazonDomain(url) });
  });
  const makers: Makers = {
    tenants: () => {
      const e = readEnvironment(env, 'TENANTS_TABLE', 'AUDIT_TABLE');
      return makeDynamoTenantStore(dynamo(), {
        tenantsTable: e.TENANTS_TABLE,
        auditTable: e.AUDIT_TABLE,
      });
    },
    sources: () => {
      const e = readEnvironment(env, 'SOURCES_TABLE', 'AUDIT_TABLE');
      return makeDynamoSourceStore(dynamo(), {
        sourcesTable: e.SOURCES_TABLE,
        auditTable: e.AUDIT_TABLE,
      });
    },
    tokens: () => {
      const e = readEnvironment(env, 'SOURCES_TABLE', 'AUDIT_TABLE');
      return makeDynamoTokenStore(dynamo(), {
        sourcesTable: e.SOURCES_TABLE,
        auditTable: e.AUDIT_TABLE,
      });
    },
    webhooks: () => {
      const e = readEnvironment(env, 'SOURCES_TABLE', 'AUDIT_TABLE', 'SIGNATURES_KEY_ARN');
      const box = makeKmsSecretBox(kms(), { keyId: () => e.SIGNATURES_KEY_ARN, now: Date.now });
      return makeDynamoWebhookStore(
        dynamo(),
        { sourcesTable: e.SOURCES_TABLE, auditTable: e.AUDIT_TABLE },
        box,
      );
    },
    alerts: () => {
      const e = readEnvironment(env, 'ALERTS_TABLE', 'AUDIT_TABLE');
      return makeDynamoAlertStore(dynamo(), {
        alertsTable: e.ALERTS_TABLE,
        auditTable: e.AUDIT_TABLE,
      });
    },
    cases: () => {
      const e = readEnvironment(env, 'CASES_TABLE', 'TIMELINE_TABLE', 'ALERTS_TABLE', 'AUDIT_TABLE');
      return makeDynamoCaseStore(dynamo(), {
        casesTable: e.CASES_TABLE,
        timelineTable: e.TIMELINE_TABLE,
        alertsTable: e.ALERTS_TABLE,
        auditTable: e.AUDIT_TABLE,
      });
    },
    healing: () => {
      const { SOURCES_TABLE: sourcesTable } = readEnvironment(env, 'SOURCES_TABLE');
      return makeDynamoHealingStore(dynamo(), { sourcesTable });
    },
    content: () => {
      const e = readEnvironment(env, 'CONTENT_TABLE', 'AUDIT_TABLE');
      return makeDynamoContentStore(dynamo(), { contentTable: e.CONTENT_TABLE, auditTable: e.AUDIT_TABLE });
    },
    users: () => {
      const { USER_POOL_ID: pool } = readEnvironment(env, 'USER_POOL_ID');
      return pool === '' ? { countRoles: async () => null } : makeCognitoUsers(cognito(), pool);
    },
    fields: () => {
      const { SOURCES_TABLE: sourcesTable } = readEnvironment(env, 'SOURCES_TABLE');
      return makeDynamoFieldStore(dynamo(), { sourcesTable });
    },
    forwarding: () =>
      makeDynamoForwardStore(dynamo(), {
        contentTable: readEnvironment(env, 'CONTENT_TABLE').CONTENT_TABLE,
      }),
    rules: () => readRuleCatalogue(new URL('./rules.json', import.meta.url)),
    audit: () =>
      makeDynamoAuditStore(dynamo(), {
        auditTable: readEnvironment(env, 'AUDIT_TABLE').AUDIT_TABLE,
      }),
    archive: () =>
      makeS3Archive(s3(), dynamo(), {
        archiveBucket: readEnvironment(env, 'ARCHIVE_BUCKET').ARCHIVE_BUCKET,
      }),
    search,
    limiter: () =>
      makeDynamoRateLimiter(dynamo(), {
        controlTable: readEnvironment(env, 'CONTROL_TABLE').CONTROL_TABLE,
        warn,
      }),
    idempotency: () =>
      makeDynamoIdempotencyStore(dynamo(), {
        controlTable: readEnvironment(env, 'CONTROL_TABLE').CONTROL_TABLE,
      }),
    workflows: () =>
      makeSfnWorkflows(sfn(), {
        purgeStateMachineArn: readEnvironment(env, 'PURGE_STATE_MACHINE_ARN').PURGE_STATE_MACHINE_ARN,
      }),
    failures: () => {
      const e = readEnvironment(env, 'FAILURES_BUCKET', 'SOURCES_TABLE', 'CONTROL_TABLE');
      return makeS3FailureStore(s3(), dynamo(), {
        failuresBucket: e.FAILURES_BUCKET,
        sourcesTable: e.SOURCES_TABLE,
        controlTable: e.CONTROL_TABLE,
      });
    },
    streams: () => {
      const { RAW_STREAM } = readEnvironment(env, 'RAW_STREAM');
      const { EVENTS_STREAM: eventsStream } = env;
      return makeKinesisStreams(kinesis(), {
        rawStream: RAW_STREAM,
        ...(eventsStream === undefined ? {} : { eventsStream }),
        sleep,
        random: Math.random,
      });
    },
    buckets: () => readEnvironment(env, 'PARTITION_BUCKETS').PARTITION_BUCKETS,
    journal: () =>
      makeDynamoJournal(dynamo(), {
        provisioningTable: readEnvironment(env, 'PROVISIONING_TABLE').PROVISIONING_TABLE,
      }),
    executions: () => {
      const e = readEnvironment(env, 'ONBOARD_STATE_MACHINE_ARN', 'OFFBOARD_STATE_MACHINE_ARN');
      return makeSfnRunExecutions(sfn(), {
        onboard: e.ONBOARD_STATE_MACHINE_ARN,
        offboard: e.OFFBOARD_STATE_MACHINE_ARN,
      });
    },
    proofs: () =>
      makeDynamoProofStore(dynamo(), {
        provisioningTable: readEnvironment(env, 'PROVISIONING_TABLE').PROVISIONING_TABLE,
      }),
    proofRuns: () =>
      makeSfnProofRuns(sfn(), readEnvironment(env, 'VALIDATE_STATE_MACHINE_ARN').VALIDATE_STATE_MACHINE_ARN),
    dryRuns: () => {
      const e = readEnvironment(
        env,
        'ONBOARD_STATE_MACHINE_ARN',
        'OFFBOARD_STATE_MACHINE_ARN',
        'PURGE_STATE_MACHINE_ARN',
      );
      return makeSfnDryRuns(sfn(), {
        'onboard-tenant': e.ONBOARD_STATE_MACHINE_ARN,
        'offboard-tenant': e.OFFBOARD_STATE_MACHINE_ARN,
        'purge-tenant': e.PURGE_STATE_MACHINE_ARN,
      });
    },
    pushEvent: () => makePushEvent(readEnvironment(env, 'INGEST_URL').INGEST_URL),
    secrets: () => {
      const e = readEnvironment(env, 'STAGE', 'SECRETS_KEY_ARN');
      return makeSecretsManagerStore(secretsManager(), { stage: e.STAGE, keyArn: e.SECRETS_KEY_ARN });
    },
    systems: () => readEnvironment(env, 'SYSTEMS').SYSTEMS,
    vendorCalls: () => makeVendorCalls(readEnvironment(env, 'SYSTEMS').SYSTEMS),
    cell: () => {
      const e = readEnvironment(env, 'STAGE', 'AWS_REGION', 'RESIDENCY');
      return { stage: e.STAGE, region: e.AWS_REGION, residency: e.RESIDENCY };
    },
    cellAccount: () => readEnvironment(env, 'CELL_ACCOUNT').CELL_ACCOUNT,
    checks: () => makeChecks(env, search),
    now: () => () => new Date(),
    newId: () => randomUUID,
    newSecret: () => () => randomBytes(32).toString('base64url'),
  };
  return assemble(makers, needs);
}

/** An object whose properties are made on first access and kept. */
function assemble(makers: Makers, needs: readonly (keyof Ports)[]): Ports {
  const made: Partial<Record<keyof Ports, unknown>> = {};
  const ports = {} as Ports;
  for (const name of Object.keys(makers) as (keyof Ports)[]) {
    Object.defineProperty(ports, name, {
      enumerable: true,
      get: () => {
        made[name] ??= makers[name]();
        return made[name];
      },
    });
  }
  for (const name of needs) void ports[name];
  return ports;
}

/** The checks of `/ready`: a real call to each dependency that the function was told about. */
function makeChecks(env: Environment, search: () => Ports['search']): Ports['checks'] {
  const checks: Record<string, () => Promise<void>> = {};
  if (env.TENANTS_TABLE !== undefined) {
    const { TENANTS_TABLE } = readEnvironment(env, 'TENANTS_TABLE');
    checks.dynamodb = async () => {
      await dynamo().send(
        new GetCommand({
          TableName: TENANTS_TABLE,
          Key: { pk: tenantPk(PLATFORM_TENANT) },
        }),
      );
    };
  }
  if (env.RAW_STREAM !== undefined) {
    const { RAW_STREAM } = readEnvironment(env, 'RAW_STREAM');
    checks.kinesis = async () => {
      const answer = await kinesis().send(new DescribeStreamSummaryCommand({ StreamName: RAW_STREAM }));
      const status = answer.StreamDescriptionSummary?.StreamStatus;
      if (status !== 'ACTIVE' && status !== 'UPDATING') throw new Error(`The raw stream is ${status}.`);
    };
  }
  if (env.OPENSEARCH_URL !== undefined) {
    checks.opensearch = () => search().ping();
  }
  return checks;
}
