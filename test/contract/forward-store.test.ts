import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDynamoForwardStore } from '#shared/aws/dynamo-forward-store.ts';
import { makeS3FailureStore } from '#shared/aws/s3-failure-store.ts';
import { makeS3ForwardBacklog } from '#shared/aws/s3-forward-backlog.ts';
import { type TenantId, tenantIdSchema } from '#shared/ids.ts';
import type { ForwardBacklog, ForwardStore } from '#shared/ports/forward-store.ts';
import { targetFor } from '../support/forward-world.ts';
import { memoryBacklog, memoryForwardStore } from '../support/memory-forward.ts';
import { emulatorConfig, scratchTables } from '../support/scratch.ts';

const globex = tenantIdSchema.parse('globex');
const now = new Date('2026-11-22T12:00:00.000Z');
const scratch = scratchTables('content', 'sources', 'control');
const Bucket = `forward-${randomUUID()}`;
let s3: S3Client;
const made: Record<string, { store: ForwardStore; backlog: ForwardBacklog }> = {};

beforeAll(async () => {
  s3 = new S3Client({ ...emulatorConfig(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  made.aws = {
    store: makeDynamoForwardStore(scratch.client, { contentTable: scratch.names.content }),
    backlog: makeS3ForwardBacklog(s3, { failuresBucket: Bucket }),
  };
  made.memory = { store: memoryForwardStore(new Map()), backlog: memoryBacklog() };
});
afterAll(async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
});

const both = ['aws', 'memory'] as const;
const of = (kind: (typeof both)[number]) => {
  const found = made[kind];
  if (found === undefined) throw new Error(`${kind} was not made`);
  return found;
};
let tenants = 0;
const newTenant = (): TenantId => tenantIdSchema.parse(`tenant${String.fromCharCode(97 + tenants++)}x`);

test.each(both)('a target is kept, judged and removed (%s)', async (kind) => {
  const { store } = of(kind);
  const tenant = newTenant();
  expect(await store.get(tenant)).toBeNull();
  await store.putTarget(tenant, targetFor('one'), now);
  const fresh = {
    tenant_id: tenant,
    target: targetFor('one'),
    target_since: now.toISOString(),
    state: 'flowing',
    since: now.toISOString(),
    reason: null,
    attempts: 0,
    retry_at: null,
    last_sent_at: null,
    holds: 0,
    drained: 0,
    refused: 0,
    refused_reason: null,
    draining_until: null,
  };
  expect(await store.get(tenant)).toEqual(fresh);
  expect(await store.get(globex)).toBeNull();

  const failure = {
    state: 'failing' as const,
    reason: 'down',
    since: now.toISOString(),
    attempts: 2,
    retry_at: '2026-11-22T12:01:00.000Z',
  };
  await store.noteFailure(tenant, failure);
  await Promise.all([store.noteHeld(tenant), store.noteHeld(tenant)]);
  await store.noteRefused(tenant, 3, 'not taken');
  expect(await store.get(tenant)).toEqual({
    ...fresh,
    ...failure,
    holds: 2,
    refused: 3,
    refused_reason: 'not taken',
  });
  const later = new Date('2026-11-22T12:02:00.000Z');
  await store.noteSent(tenant, later.toISOString(), later);
  await store.noteDrained(tenant, 1);
  expect(await store.get(tenant)).toMatchObject({
    state: 'flowing',
    reason: null,
    retry_at: null,
    attempts: 0,
    last_sent_at: later.toISOString(),
    holds: 2,
    drained: 1,
  });

  await store.putTarget(tenant, targetFor('two'), later);
  expect(await store.get(tenant)).toMatchObject({
    target: targetFor('two'),
    holds: 2,
    drained: 1,
    refused: 0,
  });
  await store.remove(tenant);
  await store.remove(tenant);
  expect(await store.get(tenant)).toBeNull();
});

test.each(both)(
  'what is held is sent by one at a time, and by another once the first is surely dead (%s)',
  async (kind) => {
    const { store } = of(kind);
    const tenant = newTenant();
    const at = (minute: number) => new Date(now.getTime() + minute * 60_000);
    expect(await store.claimDrain(tenant, at(4), at(0))).toBe(false);
    await store.putTarget(tenant, targetFor('one'), now);
    const claims = await Promise.all([1, 2, 3].map(() => store.claimDrain(tenant, at(4), at(0))));
    expect(claims.filter((one) => one)).toHaveLength(1);
    expect(await store.claimDrain(tenant, at(9), at(5))).toBe(true);
    expect(await store.claimDrain(tenant, at(9), at(6))).toBe(false);
    await store.releaseDrain(tenant);
    expect(await store.claimDrain(tenant, at(9), at(6))).toBe(true);
  },
);

test.each(both)('a note that comes late brings no removed target back (%s)', async (kind) => {
  const { store } = of(kind);
  const tenant = newTenant();
  await store.noteHeld(tenant);
  await store.noteSent(tenant, now.toISOString(), now);
  await store.noteRefused(tenant, 1, 'not taken');
  expect(await store.get(tenant)).toBeNull();
});

test.each(both)(
  'held rows come back oldest first, once each, and only to their tenant (%s)',
  async (kind) => {
    const { backlog } = of(kind);
    const [tenant, other] = [newTenant(), newTenant()];
    const held = (at: string, EventId: string) => ({
      at,
      reason: 'down',
      rows: [{ EventId, Text: 'größer' }],
    });
    const [first, second] = [held('2026-11-22T11:00:00.000Z', 'b'), held('2026-11-22T11:00:00.001Z', 'a')];
    for (const rows of [second, first, second]) await backlog.hold(tenant, rows);
    await backlog.hold(other, held('2026-11-22T10:00:00.000Z', 'c'));
    const names = await backlog.list(tenant, 10);
    expect(await Promise.all(names.map((name) => backlog.read(tenant, name)))).toEqual([first, second]);
    expect(await backlog.list(tenant, 1)).toEqual(names.slice(0, 1));
    for (const name of names) await backlog.drop(tenant, name);
    expect(await backlog.list(tenant, 10)).toEqual([]);
    expect(await backlog.list(other, 10)).toHaveLength(1);
  },
);

test('what is held or refused is no sidelined record, and lies under its tenant’s prefix', async () => {
  const tenant = newTenant();
  const { backlog } = of('aws');
  const rows = { at: now.toISOString(), reason: 'down', rows: [{ EventId: 'a' }] };
  await backlog.hold(tenant, rows);
  await backlog.setAside(tenant, rows);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${tenant}/` }));
  expect(Contents.map(({ Key }) => Key?.split('/').slice(1, 3).join('/'))).toEqual([
    '_forward/held',
    '_forward/refused',
  ]);
  const failures = makeS3FailureStore(s3, scratch.client, {
    failuresBucket: Bucket,
    sourcesTable: scratch.names.sources,
    controlTable: scratch.names.control,
  });
  const page = await failures.list(tenant, { from: null, to: null }, { limit: 10, position: null });
  expect(page).toEqual({ items: [], next: null });
});

test('an object of another tenant is refused', async () => {
  const [mine, theirs] = [newTenant(), newTenant()];
  const { backlog } = of('aws');
  await backlog.hold(theirs, { at: now.toISOString(), reason: 'down', rows: [{ EventId: 'a' }] });
  const [name = ''] = await backlog.list(theirs, 1);
  const Key = `${theirs}/_forward/held/${name}`;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  await s3.send(new PutObjectCommand({ Bucket, Key: `${mine}/_forward/held/${name}`, Body: bytes }));
  await expect(backlog.read(mine, name)).rejects.toThrow('another tenant');
});
