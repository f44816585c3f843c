import { randomUUID } from 'node:crypto';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKinesisStreams } from '#shared/aws/kinesis-streams.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { decodeEventPack, decodeRawPack } from '#shared/pipeline/pack-codec.ts';
import { sleep } from '#shared/sleep.ts';
import { buildEvent } from '../support/builders/event.ts';
import { buildEventPack, buildRawPack } from '../support/builders/pack.ts';
import { eventually } from '../support/cell.ts';
import { emulatorConfig } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const names = { raw: `raw-${randomUUID()}`, events: `events-${randomUUID()}` };
let kinesis: KinesisClient;

beforeAll(async () => {
  kinesis = new KinesisClient(emulatorConfig());
  for (const StreamName of Object.values(names)) {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 4 }));
    await eventually(async () => {
      const answer = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      return answer.StreamDescriptionSummary?.StreamStatus === 'ACTIVE';
    }, `the stream ${StreamName}`);
  }
});
afterAll(async () => {
  for (const StreamName of Object.values(names)) await kinesis.send(new DeleteStreamCommand({ StreamName }));
});

type Read = { shard: string; key: string; data: Uint8Array };

async function readAll(StreamName: string): Promise<Read[]> {
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  const all: Read[] = [];
  for (const { ShardId = '' } of Shards) {
    const from = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
    let ShardIterator = (await kinesis.send(new GetShardIteratorCommand(from))).ShardIterator;
    for (;;) {
      const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 1_000 }));
      const records = page.Records ?? [];
      all.push(
        ...records.map(({ PartitionKey = '', Data = new Uint8Array() }) => ({
          shard: ShardId,
          key: PartitionKey,
          data: Data,
        })),
      );
      if (records.length === 0) break;
      ShardIterator = page.NextShardIterator;
    }
  }
  return all;
}

const streams = () =>
  makeKinesisStreams(kinesis, {
    rawStream: names.raw,
    eventsStream: names.events,
    sleep,
    random: Math.random,
  });

test('every pack arrives once and whole, one entity’s bucket always in the same shard', async () => {
  const packs = Array.from({ length: 1_100 }, (_, i) => ({ bucket: i % 16, pack: buildRawPack() }));
  await streams().putRaw(acme, packs);
  const read = await readAll(names.raw);
  const sent = packs.map(({ pack }) => pack).sort((a, b) => a.pack_id.localeCompare(b.pack_id));
  const arrived = read
    .map(({ data }) => decodeRawPack(data))
    .sort((a, b) => a.pack_id.localeCompare(b.pack_id));
  expect(arrived).toEqual(sent);
  const shardsOf = Map.groupBy(read, ({ key }) => key);
  expect([...shardsOf.keys()].sort()).toEqual(Array.from({ length: 16 }, (_, i) => `acme#${i}`).sort());
  for (const records of shardsOf.values()) expect(new Set(records.map(({ shard }) => shard)).size).toBe(1);
  expect(new Set(read.map(({ shard }) => shard)).size).toBeGreaterThan(1);
});

test('canonical packs go to their own stream, compressed, and come back as they were', async () => {
  const pack = buildEventPack('acme', { events: Array.from({ length: 500 }, () => buildEvent()) });
  await streams().putEvents(acme, [{ bucket: 3, pack }]);
  const read = await readAll(names.events);
  expect(read.map(({ key, data }) => [key, decodeEventPack(data)])).toEqual([['acme#3', pack]]);
  expect(read[0]?.data.length).toBeLessThan(Buffer.byteLength(JSON.stringify(pack)) / 4);
});

test('a stream that is not there is an error at once', async () => {
  const lost = makeKinesisStreams(kinesis, { rawStream: `none-${randomUUID()}`, sleep, random: Math.random });
  await expect(lost.putRaw(acme, [{ bucket: 0, pack: buildRawPack() }])).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
