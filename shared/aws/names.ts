import { sha256, type TenantId } from '#shared/ids.ts';

/**
 * Every key, prefix and index name of the product is built here and nowhere else. A tenant's code holds no `#`, `/`,
 * `.`, `_` or `*` and is never the beginning of another's (`shared/ids.ts`), so no name of one tenant can be, begin or
 * match the name of another.
 */

/* Table `tenants` */
export const TENANT_KIND = 'tenant';
export const BY_KIND_INDEX = 'by_kind';
export const tenantPk = (tenantId: TenantId): string => `tenant#${tenantId}`;
/** Reserves a customer code for ever. */
export const codePk = (code: string): string => `code#${code}`;
/** Counts the codes that begin with `prefix` and are longer. */
export const prefixPk = (prefix: string): string => `prefix#${prefix}`;

/* Table `sources` */
export const sourcesPk = (tenantId: TenantId): string => `tenant#${tenantId}`;
export const SOURCE_SK_PREFIX = 'source#';
export const sourceSk = (sourceId: string): string => `${SOURCE_SK_PREFIX}${sourceId}`;
export const tokenSkPrefix = (sourceId: string): string => `token#${sourceId}#`;
export const tokenSk = (sourceId: string, tokenId: string): string => `${tokenSkPrefix(sourceId)}${tokenId}`;
export const healthSk = (sourceId: string): string => `health#${sourceId}`;
export const hoursSkPrefix = (sourceId: string): string => `hours#${sourceId}#`;
/** What a source sent within an hour, `yyyy-mm-ddThh` in UTC. */
export const hourSk = (sourceId: string, hour: string): string => `${hoursSkPrefix(sourceId)}${hour}`;
export const faultSkPrefix = (sourceId: string): string => `fault#${sourceId}#`;
/** Failures of one kind, by a hash of their reason. */
export const faultSk = (sourceId: string, reason: string): string =>
  `${faultSkPrefix(sourceId)}${sha256(reason).slice(0, 16)}`;
export const fieldSkPrefix = (sourceId: string): string => `field#${sourceId}#`;
/** A field that the source's connector does not know, by a hash of both names, which are the sender's text. */
export const fieldSk = (sourceId: string, connector: string, field: string): string =>
  `${fieldSkPrefix(sourceId)}${sha256(JSON.stringify([connector, field])).slice(0, 16)}`;
export const POLL_SK_PREFIX = 'poll#';
export const pollSkPrefix = (sourceId: string): string => `${POLL_SK_PREFIX}${sourceId}#`;
/** How far one feed of a pulled source was read. */
export const pollSk = (sourceId: string, feed: string): string => `${pollSkPrefix(sourceId)}${feed}`;
export const TREATMENT_SK_PREFIX = 'treatment#';
/** What the self-healing has in hand. */
export const treatmentSk = (subject: string): string => `${TREATMENT_SK_PREFIX}${subject}`;
export const HEALED_SK_PREFIX = 'healed#';
export const healedSk = (at: string, id: string): string => `${HEALED_SK_PREFIX}${at}#${id}`;
/** One of two keys without a tenant: the tenant of a source token follows from the token's SHA-256. */
export const tokenHashPk = (hash: string): string => `hash#${hash}`;
export const TOKEN_HASH_SK = 'token';
/** The second: a webhook names its source and nothing else before its signature is checked. */
export const webhookPk = (sourceId: string): string => `webhook#${sourceId}`;
export const WEBHOOK_SK = 'webhook';

/* Tables `cases`, `timeline`, `audit`, `windows`; `alerts` and `cases` use the tenant and the id as they are. */
export const BY_CREATED_INDEX = 'by_created';
export const timelinePk = (tenantId: TenantId, caseId: string): string => `${tenantId}#${caseId}`;
export const timelineSk = (at: string, entryId: string): string => `${at}#${entryId}`;
export const auditSk = (at: string, auditId: string): string => `${at}#${auditId}`;
export const windowPk = (tenantId: TenantId, key: string): string => `${tenantId}#${key}`;

/* Table `content` */
export const contentPk = (tenantId: TenantId): string => `tenant#${tenantId}`;
export const OFF_SK_PREFIX = 'off#';
/** A rule that the tenant switched off. */
export const offSk = (ruleId: string): string => `${OFF_SK_PREFIX}${ruleId}`;
export const importedSkPrefix = (origin: string): string => `imported#${origin}#`;
export const importedSk = (origin: string, ruleId: string): string => `${importedSkPrefix(origin)}${ruleId}`;
export const KIND_SK_PREFIX = 'kind#';
/** Kinds of events by day (UTC, `yyyy-mm-dd`), source and a hash of the logsource. */
export const kindDaySk = (day: string): string => `${KIND_SK_PREFIX}${day}`;
export const kindSk = (day: string, sourceId: string, kind: string): string =>
  `${kindDaySk(day)}#${sourceId}#${kind}`;
/** Marks a tenant that has indicators. */
export const HAS_INDICATORS_SK = 'indicators';
/** Indicators that name a value. */
export const namedValueSk = (value: string): string => `named#${sha256(value)}`;
/** The values that an indicator names. */
export const indicatorSk = (indicatorId: string): string => `indicator#${sha256(indicatorId)}`;
/** Where the tenant's events are sent on to, and how it stands. */
export const FORWARDING_SK = 'forwarding';
/* Table `provisioning`; the partition is the tenant. */
export const RUN_SK_PREFIX = 'run#';
/** Run ids begin with their time, so the newest is the last. */
export const runSk = (runId: string): string => `${RUN_SK_PREFIX}${runId}`;
export const stepSkPrefix = (runId: string): string => `step#${runId}#`;
export const stepSk = (runId: string, step: string): string => `${stepSkPrefix(runId)}${step}`;
export const OWNED_SK_PREFIX = 'owned#';
export const ownedSk = (step: string, key: string): string => `${OWNED_SK_PREFIX}${step}#${key}`;
/** The tenant's one place for a run at work. */
export const AT_WORK_SK = 'at-work';
export const WIZARD_SK = 'wizard';
export const DRIFT_SK = 'drift';
export const TEST_SK_PREFIX = 'test#';
/** The last test of a source. */
export const testSk = (sourceId: string): string => `${TEST_SK_PREFIX}${sourceId}`;
export const VALIDATION_SK = 'validation';
export const recordSk = (name: string): string => `record#${name}`;

/* Secrets */
/** All secrets of one tenant; `platform` holds the operator's own. A stage is a word without `/`. */
export const secretPrefix = (stage: string, tenantId: TenantId): string => `gatehouse/${stage}/${tenantId}/`;
export const secretPath = (stage: string, tenantId: TenantId, name: string): string =>
  `${secretPrefix(stage, tenantId)}${name}`;

/* Table `control` */
export type ControlKind =
  /** Rate limits: the allowance's name. */
  | 'limit'
  /** Idempotency keys: SHA-256 of the key, since it is the client's text. */
  | 'idem'
  /** Packs that were archived and counted: the pack's id. */
  | 'pack'
  /** Failures that were kept and counted: the failure's id. */
  | 'failure'
  /** Sidelined records that were sent again: the failure's id and the parser that could not read it. */
  | 'replay'
  /** Marks of daily and other system jobs: the job's name. */
  | 'job';
export const controlPk = (tenantId: TenantId, kind: ControlKind, ...parts: readonly string[]): string =>
  [tenantId, kind, ...parts].join('#');
export const idempotencyPk = (tenantId: TenantId, key: string): string =>
  controlPk(tenantId, 'idem', sha256(key));

/* Kinesis */
export const partitionKey = (tenantId: TenantId, bucket: number): string => `${tenantId}#${bucket}`;
/** The tenant's code in a partition key. */
export const codeOfPartition = (key: string): string => key.split('#', 1)[0] ?? '';

/* S3 */
/** `yyyy/mm/dd/hh` of an RFC 3339 time, in UTC. */
const hourPath = (at: string): string => new Date(at).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
export const archivePrefix = (tenantId: TenantId): string => `${tenantId}/`;
/** Translated copies of the packs; `_` sorts after every year, so a listing of hours ends before them. */
export const translatedPrefix = (tenantId: TenantId, schema: string): string =>
  `${archivePrefix(tenantId)}_${schema}/`;
export const translatedKey = (
  tenantId: TenantId,
  schema: string,
  receivedAt: string,
  packId: string,
): string => `${translatedPrefix(tenantId, schema)}${hourPath(receivedAt)}/${packId}.json.gz`;
/** All archived packs of the hour that `at` lies in. */
export const archiveHourPrefix = (tenantId: TenantId, at: string): string =>
  `${archivePrefix(tenantId)}${hourPath(at)}/`;
export const archiveKey = (tenantId: TenantId, receivedAt: string, packId: string): string =>
  `${archiveHourPrefix(tenantId, receivedAt)}${packId}.json.gz`;
/** The raw text of one event that is too long to travel in it. */
export const rawTextKey = (tenantId: TenantId, receivedAt: string, eventId: string): string =>
  `${archiveHourPrefix(tenantId, receivedAt)}${eventId}.txt.gz`;
export const failurePrefix = (tenantId: TenantId): string => `${tenantId}/`;
/** Sidelined records of the hour that `at` lies in. */
export const failureHourPrefix = (tenantId: TenantId, at: string): string =>
  `${failurePrefix(tenantId)}${hourPath(at)}/`;
export const failureKey = (tenantId: TenantId, receivedAt: string, failureId: string): string =>
  `${failureHourPrefix(tenantId, receivedAt)}${failureId}.json`;
/** Beside the hours; `_` sorts after every year, so a listing of sidelined records ends before it. */
export const forwardPrefix = (tenantId: TenantId, kind: 'held' | 'refused'): string =>
  `${failurePrefix(tenantId)}_forward/${kind}/`;
/** What is not yet sent on; `at` makes the oldest the first. */
export const forwardKey = (tenantId: TenantId, kind: 'held' | 'refused', at: string, hash: string): string =>
  `${forwardPrefix(tenantId, kind)}${new Date(at).toISOString()}-${hash}.json.gz`;
/** Records whose tenant can't be told; no tenant's prefix starts with `_`. */
export const unreadableKey = (stream: string, sequence: string): string =>
  `_unreadable/${stream}/${sequence}`;

/* OpenSearch */
/** Searched by people: all alert indices of one tenant. */
export const alertAlias = (tenantId: TenantId): string => `alerts-${tenantId}`;
export const alertIndexPattern = (tenantId: TenantId): string => `alerts-${tenantId}-*`;
/** `alerts-<tenant>-<yyyy.mm>` by the month (UTC) in which the alert was made. */
export const alertIndexName = (tenantId: TenantId, createdAt: string): string =>
  `alerts-${tenantId}-${new Date(createdAt).toISOString().slice(0, 7).replace('-', '.')}`;
export const caseIndexName = (tenantId: TenantId): string => `cases-${tenantId}`;
export const alertTemplateName = (tenantId: TenantId): string => `gatehouse-alerts-${tenantId}`;
export const caseTemplateName = (tenantId: TenantId): string => `gatehouse-cases-${tenantId}`;
export const lifecyclePolicyName = (tenantId: TenantId): string => `gatehouse-alerts-${tenantId}`;

/* Step Functions: names are unique for 90 days, which makes a start idempotent. */
export const purgeExecutionName = (tenantId: TenantId): string => `purge-${tenantId}`;
/** Ids of tests, validations and dry runs are UUIDs, and a tenant's code has 16 characters at most: 80 are allowed. */
export const proofExecutionName = (tenantId: TenantId, id: string): string => `${tenantId}-proof-${id}`;
export const dryRunExecutionName = (tenantId: TenantId, id: string): string => `${tenantId}-dry-${id}`;
/** One execution for each time that a run is started; 80 characters at most. */
export const runExecutionName = (tenantId: TenantId, runId: string, attempt: number): string =>
  `${tenantId}-${runId}-${attempt}`;
