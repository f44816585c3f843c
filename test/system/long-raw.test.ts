import { gunzipSync } from 'node:zlib';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { expect, inject, test } from 'vitest';
import { archivedEvents, s3Of } from '../support/archived-events.ts';
import { eventually, newSource, push, unique } from '../support/cell.ts';

test('a raw text over 32 kB is kept whole in its tenant’s part of the archive, and its event points there', async () => {
  const stack = inject('stack');
  const { token } = await newSource('acme', unique('long'));
  const host = unique('long');
  const now = new Date(Date.now() - 60_000).toISOString();
  const event = { '@timestamp': now, 'host.name': host, 'user.name': 'bob', padding: 'ä'.repeat(60_000) };
  expect((await push(token, [event, { ...event, 'user.name': 'eve', padding: 'short' }])).status).toBe(202);
  const events = await eventually(async () => {
    const found = (await archivedEvents(stack, 'acme')).map((one) => one.event);
    const mine = found.filter(({ attributes }) => attributes['host.name'] === host);
    return mine.length === 2 && mine;
  }, 'both events in the archive');

  const attributesOf = (user: string) => events.find(({ actor }) => actor.id === user)?.attributes ?? {};
  expect(attributesOf('eve')['gatehouse.raw_key']).toBeUndefined();
  const long = attributesOf('bob');
  const raw = JSON.stringify(event);
  expect(long['gatehouse.raw_bytes']).toBe(Buffer.byteLength(raw));
  expect(String(long['event.original']).length).toBe(8_192);
  expect(raw.startsWith(String(long['event.original']))).toBe(true);
  const key = String(long['gatehouse.raw_key']);
  expect(key).toMatch(/^acme\//);
  const object = await s3Of(stack).send(
    new GetObjectCommand({ Bucket: stack.outputs.ArchiveBucketName, Key: key }),
  );
  const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  const text = bytes[0] === 0x1f ? gunzipSync(bytes).toString() : Buffer.from(bytes).toString();
  expect(text).toBe(raw);
}, 240_000);
