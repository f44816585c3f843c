import { type KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import { partitionKey } from '#shared/aws/names.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import { encodePack } from '#shared/pipeline/pack-codec.ts';
import type { EventStreams, Routed } from '#shared/ports/event-streams.ts';
import type { EventPack, RawPack } from '#shared/schema/pack.ts';

/** Kinesis PutRecords: at most 500 records and 5 MiB a call (Kinesis API reference); we stay a bit below. */
const MAX_RECORDS = 500;
const MAX_CALL_BYTES = 4 * 1024 * 1024;
const ATTEMPTS = 6;

type Options = {
  rawStream?: string;
  eventsStream?: string;
  /** Waits that many milliseconds; injected so that tests need not. */
  sleep(ms: number): Promise<void>;
  random(): number;
};

export function makeKinesisStreams(client: KinesisClient, options: Options): EventStreams {
  return {
    putRaw: (tenantId, packs) => putAll(client, options.rawStream, tenantId, packs, options),
    putEvents: (tenantId, packs) => putAll(client, options.eventsStream, tenantId, packs, options),
  };
}

async function putAll(
  client: KinesisClient,
  stream: string | undefined,
  tenantId: TenantId,
  packs: readonly Routed<RawPack | EventPack>[],
  options: Options,
): Promise<void> {
  if (stream === undefined) throw new Error('this function was not given the stream it writes to');
  let waiting = packs.map(({ bucket, pack, texts }) => ({
    Data: encodePack(pack, texts),
    PartitionKey: partitionKey(tenantId, bucket),
  }));
  for (let attempt = 0; waiting.length > 0; attempt++) {
    if (attempt === ATTEMPTS) {
      throw new DomainError(
        'unavailable',
        'The event stream is overloaded: send the same events again in some seconds.',
        {
          retry_after_seconds: 3,
        },
      );
    }
    if (attempt > 0) await options.sleep(50 * 2 ** attempt * (0.5 + options.random()));
    waiting = (await Promise.all(inCalls(waiting).map((records) => putOnce(client, stream, records)))).flat();
  }
}

/** Returns the records that Kinesis did not take: throttled shards fail alone (PutRecords is not all-or-nothing). */
async function putOnce(
  client: KinesisClient,
  stream: string,
  records: PutRecordsRequestEntry[],
): Promise<(PutRecordsRequestEntry & { Data: Uint8Array; PartitionKey: string })[]> {
  const entries = records as (PutRecordsRequestEntry & {
    Data: Uint8Array;
    PartitionKey: string;
  })[];
  try {
    const answer = await client.send(new PutRecordsCommand({ StreamName: stream, Records: entries }));
    if ((answer.FailedRecordCount ?? 0) === 0) return [];
    // A record without its line in the answer was not taken either, as far as we know.
    return entries.filter((_, i) => answer.Records?.[i]?.SequenceNumber === undefined);
  } catch (error) {
    if (isTransient(error)) return entries;
    throw error;
  }
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    status === 429 ||
    status >= 500 ||
    [
      'ProvisionedThroughputExceededException',
      'LimitExceededException',
      // The stream is encrypted with our own key.
      'KMSThrottlingException',
      'TimeoutError',
      'ECONNRESET',
    ].includes(error.name)
  );
}

function inCalls<T extends { Data: Uint8Array }>(records: readonly T[]): T[][] {
  const calls: T[][] = [];
  let call: T[] = [];
  let bytes = 0;
  for (const record of records) {
    if (call.length >= MAX_RECORDS || (call.length > 0 && bytes + record.Data.length > MAX_CALL_BYTES)) {
      calls.push(call);
      call = [];
      bytes = 0;
    }
    call.push(record);
    bytes += record.Data.length + 64;
  }
  if (call.length > 0) calls.push(call);
  return calls;
}
