import { KinesisClient, PutRecordsCommand, type PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeKinesisStreams } from '#shared/aws/kinesis-streams.ts';
import { ingestEvents } from '#shared/pipeline/ingest-events.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { decodeRawPack } from '#shared/pipeline/pack-codec.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { rejection } from '../../support/rejection.ts';

const mock = mockClient(KinesisClient);
const tenant = buildTenant('acme');
const taken: Uint8Array[] = [];

beforeEach(() => {
  mock.reset();
  taken.length = 0;
});

/** Kinesis that refuses the records that a rule names, by call and place, and keeps the others. */
function kinesis(refuse: (call: number, place: number) => boolean): void {
  let calls = 0;
  mock.on(PutRecordsCommand).callsFake(({ Records = [] }: PutRecordsCommandInput) => {
    const call = calls++;
    const lines = Records.map(({ Data = new Uint8Array() }, place) => {
      if (refuse(call, place)) return { ErrorCode: 'ProvisionedThroughputExceededException' };
      taken.push(Data);
      return { SequenceNumber: '1', ShardId: 's' };
    });
    return { FailedRecordCount: lines.filter((line) => 'ErrorCode' in line).length, Records: lines };
  });
}

const body = Buffer.from(
  Array.from({ length: 2_200 }, (_, i) =>
    JSON.stringify({ ts: 1795323540 + i, user: `u${i % 9}`, action: 'login_failed' }),
  ).join('\n'),
);
const push = (seconds = 0) =>
  ingestEvents(
    {
      tenants: { get: async () => tenant },
      limiter: { take: async () => ({ allowed: true }) },
      streams: makeKinesisStreams(new KinesisClient({ region: 'eu-west-1' }), {
        rawStream: 'raw',
        sleep: async () => undefined,
        random: () => 0.5,
      }),
      audit: { append: async () => undefined },
      archive: { fail: async () => undefined },
      buckets: 8,
    },
    {
      pusher: { kind: 'source', tenantId: tenant.tenant_id, sourceId: 's1', connector: 'auto' },
      tenantHeader: undefined,
      body,
      requestId: 'r1',
      now: new Date(Date.UTC(2026, 10, 22, 10, 0, seconds)),
    },
  );

/** What comes out behind the stream, each event once by its id. */
const eventIds = () =>
  [
    ...new Set(
      taken.flatMap((data) =>
        normalizePack(decodeRawPack(data), 4).packs.flatMap(({ pack }) =>
          pack.events.map((event) => event.event_id),
        ),
      ),
    ),
  ].sort();

async function undisturbed(): Promise<string[]> {
  kinesis(() => false);
  await push();
  const ids = eventIds();
  expect(ids).toHaveLength(2_200);
  mock.reset();
  taken.length = 0;
  return ids;
}

describe('ingest on a stream that is throttled', () => {
  test('for a while accepts all, each event once', async () => {
    const calm = await undisturbed();
    kinesis((call, place) => call < 4 && place % 2 === 0);
    expect(await push()).toMatchObject({ accepted: 2_200, rejected: 0 });
    expect(taken).toHaveLength(5);
    expect(eventIds()).toEqual(calm);
  });

  test('for ever in one shard claims nothing, and the sender’s resend makes it whole without doubles', async () => {
    const calm = await undisturbed();
    kinesis((_call, place) => place === 0);
    expect(await rejection(push())).toMatchObject({
      code: 'unavailable',
      details: { retry_after_seconds: 3 },
    });
    expect(eventIds().length).toBeLessThan(2_200);
    kinesis(() => false);
    expect(await push(9)).toMatchObject({ accepted: 2_200 });
    expect(taken.length).toBeGreaterThan(5);
    expect(eventIds()).toEqual(calm);
  });

  test('for ever and whole claims nothing either', async () => {
    mock
      .on(PutRecordsCommand)
      .rejects(
        Object.assign(new Error('down'), { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } }),
      );
    expect((await rejection(push())).code).toBe('unavailable');
    expect(taken).toEqual([]);
  });
});
