import { z } from 'zod';
import type { Systems } from '#shared/schema/systems.ts';
import type { Residency } from '#shared/schema/tenant.ts';

export const stages = ['local', 'dev', 'prod'] as const;
export type Stage = (typeof stages)[number];

/** Who signs the users' tokens: the cell's own user pool, or an OpenID Connect issuer that the operator runs already. */
export type Identity =
  | { kind: 'cognito' }
  | {
      kind: 'oidc';
      issuer: string;
      audience: string;
      jwksUrl: string;
      clientId: string;
      roleClaim: string;
      tenantClaim: string;
    };

export type StreamSize = { mode: 'ON_DEMAND' } | { mode: 'PROVISIONED'; shards: number };

export type SearchSize = {
  dataNodes: number;
  dataType: string;
  /** 0 where the data nodes elect the master among themselves. */
  masterNodes: number;
  masterType: string;
  volumeGib: number;
};

export type Thresholds = {
  /** Failed invocations of one function in five minutes. */
  errors: number;
  /** Minutes that a stream reader may lag behind. */
  iteratorAgeMinutes: number;
  /** 5xx answers of one API in five minutes. */
  serverErrors: number;
  /** GiB left on the fullest search node. */
  searchFreeGib: number;
};

/** One self-contained installation: a stage in a region. */
export type Cell = {
  stage: Stage;
  region: string;
  /** Whose data may live here; `any` is at home everywhere. */
  residency: readonly Residency[];
  identity: Identity;
  streams: StreamSize;
  /** Hours that Kinesis keeps records: how long a broken reader may stay broken without loss. 24 to 8760. */
  streamRetentionHours: number;
  /** Buckets that one tenant's events spread over (partition key `tenant#bucket`). */
  partitionBuckets: number;
  /** Concurrent batches per shard; records of one partition key stay in order. 1 to 10. */
  parallelization: number;
  search: SearchSize;
  logRetentionDays: number;
  /** Days that records which could not be processed wait for their replay. */
  failureRetentionDays: number;
  /** Termination protection, deletion protection and RETAIN on everything that holds state. */
  protect: boolean;
  thresholds: Thresholds;
  /** Systems that the operator shares among customers; docs/onboarding.md says what goes in. */
  systems: Systems;
};

/** Microsoft's public cloud. */
const microsoft: Systems['microsoft'] = {
  login: 'https://login.microsoftonline.com',
  management: 'https://management.azure.com',
  graph: 'https://graph.microsoft.com',
  defender: 'https://api.security.microsoft.com',
  ingestion: null,
  activity: null,
};

/** A cell without shared systems: customers are onboarded on Gatehouse alone, or on their own Sentinel. */
const noSystems: Systems = {
  graylog: null,
  wazuh: null,
  opensearch: null,
  grafana: null,
  microsoft,
  falcon: null,
  allowed_hosts: [],
  certificates: [],
};

/** Names of the operator's secrets for the systems of a rehearsal. */
export const rehearsalSecrets = {
  graylog: 'systems/graylog',
  wazuh: 'systems/wazuh',
  opensearch: 'systems/opensearch',
  grafana: 'systems/grafana',
} as const;

/** Stand-ins for all systems at one address of this machine: what the local stage is onboarded on. */
export function rehearsalSystems(base: string): Systems {
  return {
    graylog: {
      url: `${base}/graylog/api`,
      secret: rehearsalSecrets.graylog,
      pipeline: 'Gatehouse',
      customer_field: 'agent_labels_customer',
    },
    wazuh: { url: `${base}/wazuh`, secret: rehearsalSecrets.wazuh },
    opensearch: { url: `${base}/opensearch`, secret: rehearsalSecrets.opensearch },
    grafana: {
      url: `${base}/grafana/api`,
      secret: rehearsalSecrets.grafana,
      search_url: `${base}/opensearch`,
    },
    microsoft: {
      login: `${base}/login`,
      management: `${base}/azure`,
      graph: `${base}/graph`,
      defender: `${base}/defender`,
      ingestion: `${base}/logs-ingestion`,
      activity: `${base}/m365`,
    },
    falcon: `${base}/falcon`,
    allowed_hosts: [base],
    certificates: [],
  };
}

const thresholds: Thresholds = { errors: 1, iteratorAgeMinutes: 5, serverErrors: 5, searchFreeGib: 20 };

const small = {
  identity: { kind: 'cognito' },
  streamRetentionHours: 24,
  search: { dataNodes: 1, dataType: 't3.small.search', masterNodes: 0, masterType: '', volumeGib: 20 },
  logRetentionDays: 14,
  failureRetentionDays: 30,
  thresholds: { ...thresholds, searchFreeGib: 4 },
  systems: noSystems,
} as const;

const production = {
  stage: 'prod',
  identity: { kind: 'cognito' },
  streams: { mode: 'ON_DEMAND' },
  streamRetentionHours: 72,
  partitionBuckets: 64,
  parallelization: 4,
  search: {
    dataNodes: 3,
    dataType: 'm7g.large.search',
    masterNodes: 3,
    masterType: 'm7g.medium.search',
    volumeGib: 200,
  },
  logRetentionDays: 90,
  failureRetentionDays: 90,
  protect: true,
  thresholds,
  systems: noSystems,
} as const;

/** Every cell that exists. A new region is one more row here. */
export const cells: readonly Cell[] = [
  {
    ...small,
    stage: 'local',
    region: 'eu-west-1',
    residency: ['any', 'eu'],
    streams: { mode: 'PROVISIONED', shards: 2 },
    partitionBuckets: 16,
    parallelization: 1,
    protect: false,
  },
  {
    ...small,
    stage: 'dev',
    region: 'eu-west-1',
    residency: ['any', 'eu'],
    streams: { mode: 'PROVISIONED', shards: 1 },
    partitionBuckets: 16,
    parallelization: 1,
    protect: true,
  },
  { ...production, region: 'eu-west-1', residency: ['any', 'eu'] },
  { ...production, region: 'us-east-1', residency: ['any', 'us'] },
];

const contextSchema = z.object({
  stage: z.string().optional(),
  region: z.string().optional(),
});

/**
 * The cell that `-c stage=… -c region=…` names; the region may be left out where the stage has one only.
 * @throws Error with one sentence that lists what there is.
 */
export function findCell(context: { stage?: unknown; region?: unknown }): Cell {
  const named = contextSchema.safeParse(context);
  const { stage, region } = named.success ? named.data : {};
  const ofStage = cells.filter((cell) => cell.stage === stage);
  if (ofStage.length === 0) {
    const problem = stage === undefined ? 'No stage was named' : `There is no stage "${stage}"`;
    throw new Error(`${problem}: say -c stage=${stages.join('|')} (infra/config.ts has the rows).`);
  }
  const found =
    region === undefined && ofStage.length === 1
      ? ofStage[0]
      : ofStage.find((cell) => cell.region === region);
  if (found) return found;
  const problem =
    region === undefined
      ? `Stage "${stage}" has several regions`
      : `Stage "${stage}" has no cell in "${region}"`;
  const regions = ofStage.map((cell) => cell.region).join('|');
  throw new Error(`${problem}: say -c region=${regions}, or add a row to infra/config.ts.`);
}
