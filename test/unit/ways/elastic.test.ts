import { describe, expect, test } from 'vitest';
import { MAX_EVENTS } from '#shared/pipeline/limits.ts';
import { filterPath } from '#shared/ways/filter-path.ts';
import { receive } from '#shared/ways/receive.ts';
import { now, overloaded, shown, TOKEN, wayWorld } from '../../support/way-world.ts';

const body = [
  '{"create":{"_index":"logs-a"}}',
  '{"message":"one","n":9223372036854775807}',
  '{"index":{"_index":"logs-b","_id":"7"}}',
  '{"message":"two"}',
].join('\n');

type Bulk = {
  took: number;
  errors: boolean;
  items: Record<string, { status: number; _id: string; _index: string }>[];
};
const bulk = async (
  world: ReturnType<typeof wayWorld>,
  sent: Parameters<typeof world.send>[1],
  path = '/_bulk',
) => {
  const [status, value] = shown(await world.send(path, sent));
  return { status, ...(value as Bulk) };
};

describe('a bulk request', () => {
  test.each(['POST', 'PUT'])('with %s is answered an item for each action, in order', async (method) => {
    const world = wayWorld();
    const answer = await bulk(world, { method, body: `${body}\n` });
    expect(answer).toMatchObject({
      status: 200,
      took: 7,
      errors: false,
      items: [
        { create: { _index: 'logs-a', status: 201, result: 'created' } },
        { index: { _index: 'logs-b', _id: '7', status: 201 } },
      ],
    });
    expect(world.events()).toEqual(['{"message":"one","n":9223372036854775807}', '{"message":"two"}']);
    expect(world.taken).toEqual([2]);
  });

  test('takes its index from the path where an action names none', async () => {
    const answer = await bulk(wayWorld(), { body: '{"create":{}}\n{"a":1}\n' }, '/logs-fw/_bulk');
    expect(answer.items[0]?.create?._index).toBe('logs-fw');
  });

  test('names the same document alike when it is sent again', async () => {
    const first = await bulk(wayWorld(), { body });
    const again = await bulk(wayWorld(), { body });
    expect(again.items).toEqual(first.items);
  });

  test('loses only what can never be taken: its item says 400, and its text is kept aside', async () => {
    const world = wayWorld();
    const mixed = `${body}\n{"create":{}}\n{"cut":\n{"update":{"_id":"1"}}\n{"doc":{}}\n{"delete":{"_id":"1"}}\n`;
    const answer = await bulk(world, { body: mixed });
    expect(answer.errors).toBe(true);
    expect(answer.items.map((item) => Object.values(item)[0]?.status)).toEqual([201, 201, 400, 400, 400]);
    expect(world.failed.map(({ raw }) => raw)).toEqual(['{"cut":', '{"doc":{}}']);
    expect(world.events()).toHaveLength(2);
  });

  test.each([
    ['over the tenant’s limit', wayWorld({ rate: { allowed: false, retryAfterSeconds: 2 } })],
    ['on a busy stream', wayWorld({ put: overloaded() })],
    ['on a fault of ours', wayWorld({ put: new TypeError('bug') })],
  ])('%s says 429 for every item, never for half of them', async (_name, world) => {
    const answer = await bulk(world, { body });
    expect([answer.status, answer.errors]).toEqual([200, true]);
    expect(answer.items.map((item) => Object.values(item)[0]?.status)).toEqual([429, 429]);
  });

  test.each<[string, Parameters<ReturnType<typeof wayWorld>['send']>[1], number]>([
    ['no token', { token: null, body }, 401],
    ['another tenant’s header', { headers: { 'x-tenant-id': 'globex' }, body }, 403],
    ['a body that is no bulk body', { body: 'hello' }, 400],
    ['an empty body', { body: '' }, 400],
    ['two operations in one line', { body: '{"create":{},"index":{}}\n{}' }, 400],
    ['too many events', { body: '{"create":{}}\n{}\n'.repeat(MAX_EVENTS + 1) }, 413],
  ])('is refused for %s', async (_name, sent, status) => {
    const world = wayWorld();
    const answer = await world.send('/_bulk', sent);
    expect(shown(answer)).toMatchObject([status, { status, error: { type: expect.any(String) } }]);
    expect(answer.headers['x-elastic-product']).toBe('Elasticsearch');
    expect(world.events()).toEqual([]);
  });

  test('is answered in the media type and with the fields that the client asked for', async () => {
    const headers = { accept: 'application/vnd.elasticsearch+json; compatible-with=8' };
    const answer = await wayWorld().send('/_bulk', {
      body,
      headers,
      query: { filter_path: 'errors,items.*.status' },
    });
    expect(answer.headers['content-type']).toBe('application/vnd.elasticsearch+json;compatible-with=8');
    expect(shown(answer)[1]).toEqual({
      errors: false,
      items: [{ create: { status: 201 } }, { index: { status: 201 } }],
    });
  });
});

test('what kept a bulk request from being taken is told to our log, though the client is answered 200', async () => {
  const request = {
    method: 'POST',
    path: '/_bulk',
    query: {},
    headers: { authorization: `Bearer ${TOKEN}` },
    body: Buffer.from(body),
    requestId: 'r',
    now,
  };
  const bug = new TypeError('bug');
  expect(await receive(wayWorld({ put: bug }).ports, request)).toMatchObject({ refusal: null, fault: bug });
  const limited = wayWorld({ rate: { allowed: false, retryAfterSeconds: 2 } });
  expect(await receive(limited.ports, request)).toMatchObject({ refusal: 'rate_limited', fault: null });
  expect(await receive(wayWorld().ports, request)).toMatchObject({ refusal: null, fault: null });
});

describe('what Elasticsearch’s clients ask before they send', () => {
  test.each(['GET', 'HEAD'])('%s / tells the version without a token', async (method) => {
    const answer = await wayWorld().send('/', { method, token: null });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-elastic-product']).toBe('Elasticsearch');
    if (method === 'HEAD') expect(answer.body).toBe('');
    else {
      expect(shown(answer)[1]).toMatchObject({
        version: { number: expect.any(String) },
        tagline: 'You Know, for Search',
      });
    }
  });

  test.each([
    ['/_license', { license: { type: 'basic', status: 'active' } }],
    ['/_xpack', { license: { status: 'active' } }],
    ['/_cluster/health', { status: 'green' }],
    ['/_nodes/http', { nodes: {} }],
    ['/_index_template/logs', {}],
  ])('GET %s', async (path, wanted) => {
    const { send } = wayWorld();
    expect(shown(await send(path, { method: 'GET' }))).toMatchObject([200, wanted]);
    expect((await send(path, { method: 'GET', token: null })).status).toBe(401);
  });

  test.each([
    '/_index_template/x',
    '/_ilm/policy/x',
    '/_data_stream/x',
    '/_ingest/pipeline/x',
    '/_template/x',
  ])('PUT %s is acknowledged', async (path) => {
    expect(shown(await wayWorld().send(path, { method: 'PUT', body: '{}' }))).toEqual([
      200,
      { acknowledged: true },
    ]);
  });

  test('the health that rsyslog asks for, as a line or as JSON', async () => {
    const { send } = wayWorld();
    expect((await send('/_cat/health', { method: 'GET' })).body).toBe(
      '1795341600 10:00:00 gatehouse green\n',
    );
    const [, rows] = shown(await send('/_cat/health', { method: 'GET', query: { format: 'json' } }));
    expect(rows).toMatchObject([{ status: 'green' }]);
  });
});

describe('filter_path', () => {
  const value = {
    took: 1,
    errors: true,
    items: [{ create: { _id: 'a', status: 201 } }, { create: { status: 429, error: { type: 'x' } } }],
  };
  test.each([
    ['took', { took: 1 }],
    ['items.*.error', { items: [{ create: { error: { type: 'x' } } }] }],
    ['**.type', { items: [{ create: { error: { type: 'x' } } }] }],
    ['items.cr*te.stat*', { items: [{ create: { status: 201 } }, { create: { status: 429 } }] }],
    ['-items', { took: 1, errors: true }],
    [
      'items.*,-items.create.error,-items.create._id',
      { items: [{ create: { status: 201 } }, { create: { status: 429 } }] },
    ],
    ['nothing', {}],
  ])('%s', (paths, wanted) => {
    expect(filterPath(value, paths)).toEqual(wanted);
  });
});
