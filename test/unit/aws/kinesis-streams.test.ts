import { KinesisClient, PutRecordsCommand, type PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeKinesisStreams } from '#shared/aws/kinesis-streams.ts';
import { decodeEventPack, decodeRawPack } from '#shared/pipeline/pack-codec.ts';
import type { Routed } from '#shared/ports/event-streams.ts';
import type { RawPack } from '#shared/schema/pack.ts';
import { buildEventPack, buildRawPack } from '../../support/builders/pack.ts';
import { rejection } from '../../support/rejection.ts';

const mock = mockClient(KinesisClient);
beforeEach(() => mock.reset());

const acme = buildRawPack().tenant_id;
const routed = (count: number): Routed<RawPack>[] =>
  Array.from({ length: count }, (_, bucket) => ({ bucket, pack: buildRawPack() }));
const inputs = (): PutRecordsCommandInput[] =>
  mock.commandCalls(PutRecordsCommand).map((call) => call.args[0].input);
const sentIds = () =>
  inputs().map(({ Records = [] }) =>
    Records.map(({ Data = new Uint8Array() }) => decodeRawPack(Data).pack_id),
  );

/** Answers each call by a rule over its records: an error code, or nothing for a record that is taken. */
function answer(refuse: (call: number, record: number) => string | undefined): void {
  let calls = 0;
  mock.on(PutRecordsCommand).callsFake(({ Records = [] }: PutRecordsCommandInput) => {
    const call = calls++;
    const lines = Records.map((_, i) => {
      const code = refuse(call, i);
      return code === undefined
        ? { SequenceNumber: `${call}-${i}`, ShardId: 's' }
        : { ErrorCode: code, ErrorMessage: code };
    });
    return { FailedRecordCount: lines.filter((line) => 'ErrorCode' in line).length, Records: lines };
  });
}

function streams() {
  const waits: number[] = [];
  const options = {
    rawStream: 'raw',
    eventsStream: 'events',
    sleep: async (ms: number) => void waits.push(ms),
    random: () => 0.5,
  };
  return { waits, ...makeKinesisStreams(new KinesisClient({ region: 'eu-west-1' }), options) };
}

test('a pack is one record under the tenant and its bucket', async () => {
  answer(() => undefined);
  const raw = buildRawPack();
  await streams().putRaw(acme, [{ bucket: 7, pack: raw }]);
  const canonical = buildEventPack();
  await streams().putEvents(acme, [{ bucket: 3, pack: canonical }]);
  const [first, second] = inputs();
  expect(first).toMatchObject({ StreamName: 'raw', Records: [{ PartitionKey: 'acme#7' }] });
  expect(second).toMatchObject({ StreamName: 'events', Records: [{ PartitionKey: 'acme#3' }] });
  expect(decodeRawPack(first?.Records?.[0]?.Data ?? new Uint8Array())).toEqual(raw);
  expect(decodeEventPack(second?.Records?.[0]?.Data ?? new Uint8Array())).toEqual(canonical);
});

test('nothing to put is no call', async () => {
  await streams().putRaw(acme, []);
  expect(inputs()).toEqual([]);
});

test('a function that was not given the stream fails loudly', async () => {
  const { putRaw } = makeKinesisStreams(new KinesisClient({}), {
    sleep: async () => undefined,
    random: () => 0,
  });
  await expect(putRaw(acme, routed(1))).rejects.toThrow('not given the stream');
});

describe('one call holds at most', () => {
  test('500 records', async () => {
    answer(() => undefined);
    await streams().putRaw(acme, routed(1_001));
    expect(sentIds().map((ids) => ids.length)).toEqual([500, 500, 1]);
  });

  test('5 MiB', async () => {
    answer(() => undefined);
    const noise = () =>
      Array.from({ length: 60_000 }, () => Math.random().toString(36).slice(2, 12)).join('');
    const packs = routed(14).map(({ bucket }) => ({
      bucket,
      pack: buildRawPack('acme', { events: [{ o: 0, raw: noise() }] }),
    }));
    await streams().putRaw(acme, packs);
    const sizes = inputs().map(({ Records = [] }) =>
      Records.reduce((sum, { Data }) => sum + (Data?.length ?? 0), 0),
    );
    expect(sizes.length).toBeGreaterThan(1);
    for (const size of sizes) expect(size).toBeLessThan(5 * 1024 * 1024);
    expect(sentIds().flat()).toHaveLength(14);
  });
});

describe('PutRecords is not all or nothing', () => {
  test('only the refused records are sent again, until all are taken', async () => {
    const codes = ['ProvisionedThroughputExceededException', 'InternalFailure'];
    answer((call, record) => (call < 2 && record % 2 === 0 ? codes[call] : undefined));
    const packs = routed(8);
    const { putRaw, waits } = streams();
    await putRaw(acme, packs);
    const ids = packs.map(({ pack }) => pack.pack_id);
    expect(sentIds()).toEqual([ids, [0, 2, 4, 6].map((i) => ids[i]), [0, 4].map((i) => ids[i])]);
    expect(waits).toEqual([100, 200]);
  });

  test('when some are refused for ever the whole is unavailable, and says when to come again', async () => {
    answer((_call, record) => (record === 0 ? 'ProvisionedThroughputExceededException' : undefined));
    const { putRaw, waits } = streams();
    expect(await rejection(putRaw(acme, routed(5)))).toMatchObject({
      code: 'unavailable',
      details: { retry_after_seconds: 3 },
    });
    expect(sentIds().map((ids) => ids.length)).toEqual([5, 1, 1, 1, 1, 1]);
    expect(waits).toHaveLength(5);
  });

  test('a record that the answer says nothing about was not taken', async () => {
    mock
      .on(PutRecordsCommand)
      .resolvesOnce({ FailedRecordCount: 1, Records: [] })
      .resolves({ FailedRecordCount: 0, Records: [] });
    await streams().putRaw(acme, routed(3));
    expect(sentIds().map((ids) => ids.length)).toEqual([3, 3]);
  });
});

describe('a call that fails whole', () => {
  const failure = (name: string, status: number) =>
    Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

  test.each([
    failure('ProvisionedThroughputExceededException', 400),
    failure('LimitExceededException', 400),
    failure('KMSThrottlingException', 400),
    failure('InternalFailureException', 500),
    failure('ServiceUnavailable', 503),
    failure('Whatever', 429),
    Object.assign(new Error('socket hang up'), { name: 'TimeoutError' }),
  ])('for load is tried again: %s', async (error) => {
    mock.on(PutRecordsCommand).rejectsOnce(error).resolves({ FailedRecordCount: 0, Records: [] });
    await streams().putRaw(acme, routed(2));
    expect(sentIds().map((ids) => ids.length)).toEqual([2, 2]);
  });

  test.each([failure('ResourceNotFoundException', 400), failure('AccessDeniedException', 400)])(
    'for another reason fails at once: %s',
    async (error) => {
      mock.on(PutRecordsCommand).rejects(error);
      await expect(streams().putRaw(acme, routed(2))).rejects.toThrow(error.message);
      expect(inputs()).toHaveLength(1);
    },
  );
});
