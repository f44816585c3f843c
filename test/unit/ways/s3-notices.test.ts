import { expect, test } from 'vitest';
import { overloaded, shown, wayWorld } from '../../support/way-world.ts';

const path = '/v1/ingest/s3/source-1';
const created = (key: string, more: object = {}) => ({
  version: '0',
  source: 'aws.s3',
  'detail-type': 'Object Created',
  account: '111122223333',
  region: 'eu-west-1',
  time: '2026-11-22T09:59:00Z',
  detail: { bucket: { name: 'trail' }, object: { key, size: 7, etag: 'e' } },
  ...more,
});

test('a new object is handed on, with the tenant and source of the token', async () => {
  const { send, notices } = wayWorld();
  const answer = await send(path, { body: JSON.stringify(created('AWSLogs/a b+c.json.gz')) });
  expect(shown(answer)).toEqual([202, { accepted: 1, ignored: 0, request_id: 'request-1' }]);
  expect(notices).toEqual([
    {
      tenant_id: 'acme',
      source_id: 'source-1',
      connector: 'ecs-json',
      request_id: 'request-1',
      account: '111122223333',
      region: 'eu-west-1',
      bucket: 'trail',
      key: 'AWSLogs/a b+c.json.gz',
      created_at: '2026-11-22T09:59:00.000Z',
    },
  ]);
});

test.each([
  ['a digest', created('AWSLogs/1/CloudTrail-Digest/x.json.gz')],
  ['a folder', created('AWSLogs/')],
  ['another event', created('a', { 'detail-type': 'Object Deleted' })],
  ['an account that is none', created('a', { account: '*' })],
  ['a region that is a host', created('a', { region: 'evil.example' })],
  ['a bucket that is a path', created('a', { detail: { bucket: { name: '../x' }, object: { key: 'a' } } })],
  ['no notice at all', { hello: 1 }],
])('%s is passed over, and its sender has no reason to repeat it', async (_name, body) => {
  const { send, notices } = wayWorld();
  expect(shown(await send(path, { body: JSON.stringify(body) }))).toMatchObject([
    202,
    { accepted: 0, ignored: 1 },
  ]);
  expect(notices).toEqual([]);
});

test('only the source that the path names may send them, and never without its token', async () => {
  const { send, notices } = wayWorld();
  const body = JSON.stringify(created('a'));
  expect((await send('/v1/ingest/s3/source-2', { body })).status).toBe(403);
  expect((await send(path, { token: null, body })).status).toBe(401);
  expect(notices).toEqual([]);
});

test('a notice that can’t be handed on comes again', async () => {
  const { ports, send } = wayWorld();
  ports.objects = { read: () => Promise.reject(overloaded()) };
  const answer = await send(path, { body: JSON.stringify(created('a')) });
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '3']);
});

test('more notices at once than EventBridge sends are too many', async () => {
  const body = Array.from({ length: 101 }, (_, index) => JSON.stringify(created(`k${index}`))).join('\n');
  expect((await wayWorld().send(path, { body })).status).toBe(413);
});
