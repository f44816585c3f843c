import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { type ReadObjectPorts, readObject } from '#shared/pipeline/read-object.ts';
import { objectNoticeSchema } from '#shared/schema/object-notice.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { rejection } from '../../support/rejection.ts';
import { overloaded, wayWorld } from '../../support/way-world.ts';

const notice = objectNoticeSchema.parse({
  tenant_id: tenantIdSchema.parse('acme'),
  source_id: 'source-1',
  connector: 'aws-cloudtrail',
  request_id: 'request-1',
  account: '111122223333',
  region: 'eu-west-1',
  bucket: 'trail',
  key: 'AWSLogs/x.json.gz',
  created_at: '2026-11-22T09:59:00.000Z',
});

type Given = { tenant?: Partial<Tenant>; refusals?: DomainError[]; timeLeft?: number };

function world(
  object: Uint8Array | string | Error,
  { tenant = {}, refusals = [], timeLeft = 600_000 }: Given = {},
) {
  const inner = wayWorld({ tenant });
  const slept: number[] = [];
  const put = inner.ports.streams.putRaw;
  const ports: ReadObjectPorts = {
    ...inner.ports,
    streams: {
      putRaw: async (tenantId, packs) => {
        const refusal = refusals.shift();
        if (refusal) throw refusal;
        await put(tenantId, packs);
      },
    },
    objects: {
      get: async () => {
        if (object instanceof Error) throw object;
        return Buffer.from(object);
      },
    },
    sleep: async (milliseconds) => void slept.push(milliseconds),
    timeLeft: () => timeLeft,
    now: () => new Date('2026-11-22T10:00:00.000Z'),
  };
  return { ...inner, slept, read: () => readObject(ports, notice) };
}

const records = Array.from(
  { length: 2_500 },
  (_, n) => `{"eventVersion":"1.08","n":9223372036854770000,"at":${n % 2_400}}`,
);
const trail = gzipSync(`{"Records":[${records.join(',')}]}`);

test('an object of CloudTrail becomes its records, in the order of the file, each counted', async () => {
  const { read, events, taken, packs } = world(trail);
  expect(await read()).toEqual({ events: 2_500, sidelined: 0 });
  expect(events()).toEqual(records);
  expect(taken).toEqual([1_000, 1_000, 500]);
  expect(new Set(packs.map((pack) => pack.received_at))).toEqual(new Set([notice.created_at]));
});

test('the same object again, also after refusals half way, makes the same packs', async () => {
  const calm = world(trail);
  await calm.read();
  const ids = calm.packs.map((pack) => pack.pack_id);
  const rough = world(trail, { refusals: [overloaded(), overloaded()] });
  await rough.read();
  expect(rough.packs.map((pack) => pack.pack_id)).toEqual(ids);
  expect(rough.slept).toEqual([3_000, 3_000]);
});

test('equal lines of one object stay apart, however far from each other', async () => {
  const { read, packs } = world(trail);
  await read();
  const all = packs.flatMap((pack) => pack.events.map(({ o, raw }) => `${o} ${raw}`));
  expect(new Set(all).size).toBe(2_500);
});

test.each([
  ['lines', 'version account-id\n2 111122223333\n', 2],
  ['gzipped lines', gzipSync('a\nb\nc'), 3],
  ['JSON lines', '{"a":1}\n{"b":2}', 2],
  ['nothing', '', 0],
])('%s are read too', async (_name, object, count) => {
  const { read } = world(object);
  expect(await read()).toEqual({ events: count, sidelined: 0 });
});

test.each([
  [
    'that the owner’s account refuses',
    new DomainError('forbidden', 'the account that owns it answered AccessDenied'),
  ],
  ['that is too large', new DomainError('payload_too_large', 'larger than 50 bytes')],
  ['that is damaged', trail.subarray(0, 40)],
  ['that unzips without end', gzipSync(Buffer.alloc(100_000_001))],
])('an object %s is a failure on the source’s health, and no fault of ours', async (_name, object) => {
  const { read, events, failed } = world(object);
  expect(await read()).toEqual({ events: 0, sidelined: 1 });
  expect(events()).toEqual([]);
  expect(failed).toMatchObject([
    { source_id: 'source-1', reason: expect.stringContaining('the object could not be read') },
  ]);
  expect(JSON.parse(failed[0]?.raw ?? '')).toMatchObject({ bucket: 'trail', key: 'AWSLogs/x.json.gz' });
});

test('a fault on the way, and time that is up, have the notice come again', async () => {
  const fault = world(new Error('socket hang up'));
  expect(await fault.read().catch((error: Error) => error.message)).toBe('socket hang up');
  const late = world(trail, { refusals: [overloaded()], timeLeft: 21_000 });
  expect((await rejection(late.read())).code).toBe('unavailable');
  expect(late.slept).toEqual([]);
});

test('nothing is read for a tenant that is suspended', async () => {
  const { read, events } = world(trail, { tenant: { status: 'suspended' } });
  expect((await rejection(read())).code).toBe('tenant_inactive');
  expect(events()).toEqual([]);
});
