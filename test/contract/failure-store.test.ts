import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { makeS3FailureStore } from '#shared/aws/s3-failure-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Archive, FailedRecord } from '#shared/ports/archive.ts';
import type { FailureStore } from '#shared/ports/failure-store.ts';
import { emulatorConfig, scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const now = new Date('2026-11-22T12:00:00Z');
const scratch = scratchTables('sources', 'control');
const Bucket = `failures-${randomUUID()}`;
let s3: S3Client;
let archive: Archive;
let store: FailureStore;

beforeAll(async () => {
  s3 = new S3Client({ ...emulatorConfig(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  const tables = { sourcesTable: scratch.names.sources, controlTable: scratch.names.control };
  archive = makeS3Archive(s3, scratch.client, { failuresBucket: Bucket, ...tables });
  store = makeS3FailureStore(s3, scratch.client, { failuresBucket: Bucket, ...tables });
});
afterAll(async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
});

const failure = (given: Partial<FailedRecord> = {}): FailedRecord => ({
  failure_id: randomUUID(),
  source_id: 'web',
  received_at: '2026-11-22T10:00:01.000Z',
  reason: 'not a line',
  parser: { name: 'okta', version: '1.0.0' },
  o: 0,
  raw: 'text',
  ...given,
});
const failedOf = async (sourceId: string): Promise<number> => {
  const sources = makeDynamoSourceStore(scratch.client, {
    sourcesTable: scratch.names.sources,
    auditTable: 'none',
  });
  return (await sources.health(acme, sourceId)).failed;
};
const page = (limit: number, position: string | null = null) => ({ limit, position });

test('lists records hour by hour and page by page, and only those of the tenant', async () => {
  const hours = ['08', '09', '10', '11'].map((hour) =>
    failure({ received_at: `2026-11-21T${hour}:30:00.000Z`, source_id: 'listed' }),
  );
  await archive.fail(acme, hours);
  await archive.fail(globex, [failure({ received_at: '2026-11-21T09:00:00.000Z' })]);
  const range = { from: '2026-11-21T09:59:00.000Z', to: '2026-11-21T10:00:00.000Z' };
  const first = await store.list(acme, range, page(1));
  expect(first.items).toEqual([hours[1]]);
  const second = await store.list(acme, range, page(1, first.next));
  expect(second.items).toEqual([hours[2]]);
  const rest = await store.list(acme, range, page(5, second.next));
  expect(rest).toEqual({ items: [], next: null });
  expect(
    (await store.list(globex, { from: null, to: '2026-11-21T23:00:00.000Z' }, page(10))).items,
  ).toHaveLength(1);
});

test('takes a record once, and takes it out of the failures that its source counts', async () => {
  const record = failure({ source_id: 'counted' });
  await archive.fail(acme, [record, failure({ source_id: 'counted' })]);
  expect(await failedOf('counted')).toBe(2);
  expect(await store.take(acme, record, now)).toBe('fresh');
  expect(await store.take(acme, record, now)).toBe('taken');
  await store.markSent(acme, [record], now);
  expect(await store.take(acme, record, now)).toBe('sent');
  expect(await failedOf('counted')).toBe(1);
});

test('counts a record again that fails again, and lets it be taken once more only for another parser', async () => {
  const record = failure({ source_id: 'again' });
  await archive.fail(acme, [record]);
  await store.take(acme, record, now);
  await store.markSent(acme, [record], now);
  expect(await failedOf('again')).toBe(0);
  const second = { ...record, parser: { name: 'linux', version: '1.0.0' } };
  await archive.fail(acme, [second]);
  expect(await failedOf('again')).toBe(1);
  expect(await store.take(acme, record, now)).toBe('sent');
  expect(await store.take(acme, second, now)).toBe('fresh');
  expect(await failedOf('again')).toBe(0);
});

test('is taken by one of several replays at once', async () => {
  const record = failure({ source_id: 'raced' });
  await archive.fail(acme, [record]);
  const states = await Promise.all(Array.from({ length: 6 }, () => store.take(acme, record, now)));
  expect(states.filter((state) => state === 'fresh')).toHaveLength(1);
  expect(await failedOf('raced')).toBe(0);
});

test('refuses an object that says it is of another tenant', async () => {
  const Key = 'globex/2026/11/20/10/x.json';
  await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: JSON.stringify({ tenant_id: 'acme', ...failure() }) }),
  );
  await expect(store.list(globex, { from: null, to: '2026-11-20T10:00:00.000Z' }, page(10))).rejects.toThrow(
    'another tenant',
  );
});
