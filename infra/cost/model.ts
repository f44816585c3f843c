import type { Cell } from '../config.ts';
import { type Prices, prices } from './prices.ts';

/** A Lambda has one core at 1,769 MB (AWS Lambda, "Configure function memory"): with 1,024 MB work takes that much longer. */
const CORE_MB_PER_LAMBDA_GB = 1_769 / 1_024;
const HOURS = 730;
const DAYS = 30;

/** What a cell contains whatever flows through it; `test/infra/cost.test.ts` compares it with the templates. */
export const inventory = { alarms: 54, keys: 1, streams: 2 };

/** What the money per gigabyte depends on. */
export const workload = {
  /** Bytes of one raw event as the source sends it. */
  eventBytes: 600,
  /** Events in one request of a source. */
  eventsPerRequest: 500,
  /** Requests that fill one pack: each request makes packs of its own, about four buckets of actors each. */
  packsPerRequest: 4,
  /** How much smaller gzip makes raw events in the stream, and canonical ones (more keys that repeat). */
  rawCompression: 5,
  canonicalCompression: 8,
  /** Bytes of a canonical event for one byte of raw event: its keys, and the raw text itself. */
  canonicalGrowth: 2.5,
  /**
   * Milliseconds of one function for a thousand events: `npm run bench:pipeline` on 2026-11-22 (1,000 events/s in requests
   * of 200, two cores, emulator), rounded up. Ingest holds its authorizer. Most of it is waiting for the emulator. Of
   * normalize's 120 ms half is taken off here, an estimate of the reading in it, which is counted apart.
   */
  millisecondsPerThousand: { ingest: 420, normalize: 60, detect: 170, archive: 260 },
  /**
   * Milliseconds of one core that reading a megabyte of raw events takes: `npm run bench:normalize` on 2026-11-25, the
   * mix of all connectors, median, on a machine that others used too.
   */
  normalizeMillisecondsPerMb: 150,
  /** Share of events that belong to a correlation window and are written there. */
  windowed: 0.02,
  /** Alerts for a million events, each with its case, timeline, audit and index writes. */
  alertsPerMillion: 10,
  /** Days that archived events stay: a tenant's own number, here the usual one. */
  archiveDays: 90,
  /** People who sign in. */
  users: 25,
  /** Control-plane requests of one person in a month. */
  requestsPerUser: 20_000,
};

export type Line = { item: string; dollars: number };

function pricesOf(region: string): Prices {
  const found = prices[region];
  if (!found) throw new Error(`infra/cost/prices.ts has no prices for ${region}: add them.`);
  return found;
}

const extraDays = (cell: Cell): number => Math.max(0, cell.streamRetentionHours - 24) / 24;

/** Dollars a month of a cell that nothing flows through. */
export function idleCost(cell: Cell): Line[] {
  const price = pricesOf(cell.region);
  const { search, streams } = cell;
  const instance = (type: string): number => {
    const hour = price.search.instanceHour[type];
    if (hour === undefined)
      throw new Error(`infra/cost/prices.ts has no price for ${type} in ${cell.region}.`);
    return hour * HOURS;
  };
  const masters = search.masterNodes > 0 ? search.masterNodes * instance(search.masterType) : 0;
  const stream =
    streams.mode === 'ON_DEMAND'
      ? price.kinesis.onDemandStreamHour
      : streams.shards *
        (price.kinesis.shardHour + (extraDays(cell) > 0 ? price.kinesis.retentionShardHour : 0));
  const control = workload.users * workload.requestsPerUser;
  return [
    { item: 'OpenSearch nodes', dollars: search.dataNodes * instance(search.dataType) + masters },
    { item: 'OpenSearch disks', dollars: search.dataNodes * search.volumeGib * price.search.gp3GbMonth },
    { item: 'Kinesis streams', dollars: inventory.streams * stream * HOURS },
    { item: 'Alarms', dollars: inventory.alarms * price.cloudwatch.alarmMonth },
    { item: 'Key', dollars: inventory.keys * price.kms.keyMonth },
    { item: `${workload.users} users signing in`, dollars: workload.users * price.cognitoPlusUserMonth },
    { item: 'Their requests', dollars: controlPlaneCost(price, control) },
  ];
}

/** API Gateway, Lambda (512 MB, 30 ms) and DynamoDB (about three reads and two writes) for each request. */
function controlPlaneCost(price: Prices, requests: number): number {
  const millions = requests / 1e6;
  return (
    millions * price.apiGateway.millionHttp +
    millions * price.lambda.millionRequests +
    requests * 0.5 * 0.03 * price.lambda.gbSecond +
    millions * (3 * price.dynamodb.millionReads + 2 * price.dynamodb.millionWrites)
  );
}

/** Dollars for each gigabyte (10⁹ bytes) of raw events, as the source counts them before compression. */
export function costPerGb(cell: Cell): Line[] {
  const price = pricesOf(cell.region);
  const events = 1e9 / workload.eventBytes;
  const requests = events / workload.eventsPerRequest;
  const packs = requests * workload.packsPerRequest;
  const rawGb = 1 / workload.rawCompression;
  const canonicalGb = workload.canonicalGrowth / workload.canonicalCompression;
  return [
    {
      item: 'API Gateway',
      dollars: (requests / 1e6) * price.apiGateway.millionRest,
    },
    { item: 'Lambda', dollars: lambdaCost(price, events, requests) },
    { item: 'Kinesis', dollars: kinesisCost(cell, price, packs, rawGb, canonicalGb) },
    { item: 'DynamoDB', dollars: tableCost(price, events, requests, packs) },
    {
      item: `S3, kept ${workload.archiveDays} days`,
      dollars:
        (packs / 1000) * price.s3.thousandPuts +
        canonicalGb * price.s3.gbMonth * (workload.archiveDays / DAYS),
    },
    // Each invocation writes two lines of about 400 bytes, and each request one line of the access log.
    { item: 'Logs', dollars: ((requests * (2 * 2 + 1) + packs / 10) * 400 * price.cloudwatch.logsGb) / 1e9 },
  ];
}

function lambdaCost(price: Prices, events: number, requests: number): number {
  const { ingest, normalize, detect, archive } = workload.millisecondsPerThousand;
  const thousands = events / 1000;
  // The authorizer takes about 5 ms of 512 MB for each request; the others have the memory of infra/functions.ts.
  const reading =
    ((events * workload.eventBytes) / 1e6) * workload.normalizeMillisecondsPerMb * CORE_MB_PER_LAMBDA_GB;
  const gbSeconds =
    (reading * 1 +
      thousands * (ingest * 1 + normalize * 1 + detect * 1 + archive * 0.5) +
      requests * 5 * 0.5) /
    1000;
  // Normalize, detect, archive and forward-events read about ten requests' packs at once.
  const invocations = requests * 2 + requests * 0.4;
  return gbSeconds * price.lambda.gbSecond + (invocations / 1e6) * price.lambda.millionRequests;
}

/** Raw packs are read once, canonical ones three times: by detect, by archive and by forward-events. */
function kinesisCost(cell: Cell, price: Prices, packs: number, rawGb: number, canonicalGb: number): number {
  if (cell.streams.mode === 'PROVISIONED') return ((2 * packs) / 1e6) * price.kinesis.millionPutUnits;
  const kept = ((rawGb + canonicalGb) * extraDays(cell)) / DAYS;
  return (
    (rawGb + canonicalGb) * price.kinesis.onDemandGbIn +
    (rawGb + 3 * canonicalGb) * price.kinesis.onDemandGbOut +
    kept * price.kinesis.onDemandRetentionGbMonth
  );
}

/** Transactional writes count twice: a pack's mark and its source's counters are one transaction. */
function tableCost(price: Prices, events: number, requests: number, packs: number): number {
  const windowWrites = events * workload.windowed * 0.2;
  const alertWrites = (events / 1e6) * workload.alertsPerMillion * 20;
  const writes = requests * 1 + packs * 4 + windowWrites * 2 + alertWrites;
  const reads = requests * 2 + packs * 1 + windowWrites * 1;
  return (writes * price.dynamodb.millionWrites + reads * price.dynamodb.millionReads) / 1e6;
}

export const total = (lines: readonly Line[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);
