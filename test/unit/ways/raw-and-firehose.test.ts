import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MAX_EVENT_BYTES } from '#shared/pipeline/limits.ts';
import { writeBytes } from '#shared/ways/protobuf.ts';
import { overloaded, shown, TOKEN, wayWorld } from '../../support/way-world.ts';

const raw = '/v1/ingest/raw/source-1';

/** As the Kinesis Producer Library writes it: two keys in the table, the records pointing at the first. */
const aggregated = (...data: (string | Uint8Array)[]) => {
  const records = data.map((one) =>
    writeBytes(3, Buffer.concat([Uint8Array.of(8, 0), writeBytes(3, Buffer.from(one))])),
  );
  const keys = ['a', 'b'].map((name) => writeBytes(1, Buffer.from(name)));
  const message = Buffer.concat([...keys, ...records]);
  return Buffer.concat([
    Uint8Array.of(0xf3, 0x89, 0x9a, 0xc2),
    message,
    createHash('md5').update(message).digest(),
  ]);
};

describe('a raw webhook', () => {
  test('wire trap: undoes KPL aggregation where somebody’s own reader of a stream posts its records', async () => {
    const { send, events, failed } = wayWorld();
    const record = aggregated('{"a":1}{"b":2}', '<13>Nov 22 04:58:59 h a: b');
    expect((await send(raw, { body: record })).status).toBe(202);
    expect((await send(raw, { body: gzipSync(record) })).status).toBe(202);
    expect(events().slice(0, 3)).toEqual(['{"a":1}', '{"b":2}', '<13>Nov 22 04:58:59 h a: b']);
    expect(events()).toHaveLength(6);
    record[8] = 0;
    expect((await send(raw, { body: record })).status).toBe(202);
    expect([events().length, failed.length]).toEqual([6, 1]);
  });

  test.each<[string, string | Uint8Array, string[]]>([
    ['lines of text', 'a=1+2&b=%41\r\n\nsecond line\n', ['a=1+2&b=%41', 'second line']],
    ['one JSON object over many lines', '{\n "a": 1\n}', ['{\n "a": 1\n}']],
    ['a JSON list', '[{"a":1},{"b":9223372036854775807}]', ['{"a":1}', '{"b":9223372036854775807}']],
    ['objects one behind the other', '{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
    ['NDJSON', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['pino’s list', '{"logs":[{"a":1},{"b":2}]}', ['{"a":1}', '{"b":2}']],
    [
      'CloudTrail’s records',
      '{"Records":[{"id":9223372036854775807},{"a":"]"}]}',
      ['{"id":9223372036854775807}', '{"a":"]"}'],
    ],
    ['lines of which one is JSON', '{"a":1}\nplain\n', ['{"a":1}', 'plain']],
    ['an event that holds a list of its own', '{"a":1,"records":[{"b":2}]}', ['{"a":1,"records":[{"b":2}]}']],
    ['an event with a field named as CloudWatch’s', '{"a":1,"logEvents":[]}', ['{"a":1,"logEvents":[]}']],
    ['gzip', gzipSync('x\ny'), ['x', 'y']],
    ['text of an old encoding', Buffer.from('usuário negado\nok', 'latin1'), ['usuário negado', 'ok']],
    [
      'text that begins like JSON',
      '[Sun Nov 22 10:00:00 2026] [error] x',
      ['[Sun Nov 22 10:00:00 2026] [error] x'],
    ],
    ['nothing', '', []],
  ])('takes %s', async (_name, body, wanted) => {
    const { send, events } = wayWorld();
    const answer = await send(raw, { body });
    expect(shown(answer)).toEqual([202, { accepted: wanted.length, sidelined: 0, request_id: 'request-1' }]);
    expect(events()).toEqual(wanted);
  });

  test('keeps a line that is too large aside and takes the others', async () => {
    const { send, events, failed } = wayWorld();
    const large = 'x'.repeat(MAX_EVENT_BYTES + 1);
    expect(shown(await send(raw, { body: `a\n${large}\nb` }))[1]).toMatchObject({
      accepted: 2,
      sidelined: 1,
    });
    expect(events()).toEqual(['a', 'b']);
    expect(failed.map((record) => record.raw.length)).toEqual([large.length]);
  });

  test('takes the token from the query, for services that can send nothing else', async () => {
    expect((await wayWorld().send(raw, { token: null, query: { token: TOKEN }, body: 'x' })).status).toBe(
      202,
    );
  });

  test.each<[string, string, Parameters<ReturnType<typeof wayWorld>['send']>[1], number]>([
    ['no token', raw, { token: null }, 401],
    ['a wrong token in the query', raw, { token: null, query: { token: 'ghs_x' } }, 401],
    ['another source’s path', '/v1/ingest/raw/source-2', {}, 403],
    ['another tenant’s header', raw, { headers: { 'x-tenant-id': 'globex' } }, 403],
  ])('refuses %s with problem details', async (_name, path, sent, status) => {
    const { send, events } = wayWorld();
    const answer = await send(path, { ...sent, body: 'x' });
    expect(shown(answer)).toMatchObject([status, { status, request_id: 'request-1' }]);
    expect(events()).toEqual([]);
  });

  test.each([
    ['the tenant’s limit', wayWorld({ rate: { allowed: false, retryAfterSeconds: 4 } }), '4'],
    ['a busy stream', wayWorld({ put: overloaded() }), '3'],
  ])('says 503 and when to come again for %s', async (_name, { send }, seconds) => {
    const answer = await send(raw, { body: 'x' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, seconds]);
  });

  test('answers what services want repeated before they send: Okta, Slack, Microsoft Graph', async () => {
    const { send, events } = wayWorld();
    const okta = { method: 'GET', token: null, headers: { 'x-okta-verification-challenge': 'c-1' } };
    expect(shown(await send(raw, okta))).toEqual([200, { verification: 'c-1' }]);
    const slack = { body: '{"type":"url_verification","challenge":"c-2"}' };
    expect(shown(await send(raw, slack))).toEqual([200, { challenge: 'c-2' }]);
    const graph = await send(raw, { query: { validationToken: 'c 3' } });
    expect([graph.status, graph.headers['content-type'], graph.body]).toEqual([200, 'text/plain', 'c 3']);
    expect((await send(raw, { method: 'GET', token: null })).status).toBe(405);
    expect(events()).toEqual([]);
  });
});

describe('Amazon Data Firehose', () => {
  const path = '/v1/ingest/firehose';
  const request = (...data: (string | Uint8Array)[]) =>
    JSON.stringify({
      requestId: 'r-7',
      timestamp: 1795341600000,
      records: data.map((one) => ({ data: Buffer.from(one).toString('base64') })),
    });
  const key = {
    token: null,
    headers: { 'x-amz-firehose-access-key': TOKEN, 'x-amz-firehose-request-id': 'r-7' },
  };
  const line = (id: string) => ({ id, timestamp: 1795341600000, message: `line ${id}` });
  const cloudWatch = (messageType: string, ...ids: string[]) =>
    gzipSync(
      JSON.stringify({
        messageType,
        owner: '111122223333',
        logGroup: 'g',
        logStream: 's',
        logEvents: ids.map(line),
      }),
    );

  test('is answered with its request’s id and a time in milliseconds', async () => {
    const { send, events } = wayWorld();
    const answer = await send(path, { ...key, body: request('{"a":1}{"b":2}', 'x\ny') });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(shown(answer)).toEqual([200, { requestId: 'r-7', timestamp: 1795341600000 }]);
    expect(events()).toEqual(['{"a":1}', '{"b":2}', 'x', 'y']);
  });

  test('brings CloudWatch Logs, each line an event in its envelope, and no control message', async () => {
    const { send, events, taken } = wayWorld();
    await send(path, {
      ...key,
      body: request(cloudWatch('CONTROL_MESSAGE', '0'), cloudWatch('DATA_MESSAGE', '1', '2')),
    });
    expect(events().map((raw) => JSON.parse(raw))).toMatchObject([
      { messageType: 'DATA_MESSAGE', logGroup: 'g', logEvents: [{ message: 'line 1' }] },
      { logEvents: [{ message: 'line 2' }] },
    ]);
    expect(taken).toEqual([2]);
  });

  test('with a damaged record loses none of the others', async () => {
    const { send, events, failed } = wayWorld();
    await send(path, { ...key, body: request('a', cloudWatch('DATA_MESSAGE', '1').subarray(0, 20), 'b') });
    expect([events(), failed.length]).toEqual([['a', 'b'], 1]);
  });

  test.each<[string, Parameters<ReturnType<typeof wayWorld>['send']>[1], number]>([
    ['no key', { token: null, headers: { 'x-amz-firehose-request-id': 'r-7' }, body: request('a') }, 401],
    ['an empty body, which is a probe', { ...key, body: '' }, 400],
    ['a body of another form', { ...key, body: '{"records":1}' }, 400],
    ['records that are too large', { ...key, body: request(gzipSync('x'.repeat(20_000_001))) }, 413],
  ])('is refused for %s, with the id of its header', async (_name, sent, status) => {
    const answer = shown(await wayWorld().send(path, sent));
    expect(answer).toMatchObject([status, { requestId: 'r-7', errorMessage: expect.any(String) }]);
  });

  test('wire trap: KPL aggregation is undone, each record by its own kind', async () => {
    const { send, events } = wayWorld();
    const record = aggregated('{"a":1}{"b":2}', gzipSync('{"c":3}'), '<13>Nov 22 04:58:59 h a: b');
    expect((await send(path, { ...key, body: request(record, 'x') })).status).toBe(200);
    expect(events()).toEqual(['{"a":1}', '{"b":2}', '{"c":3}', '<13>Nov 22 04:58:59 h a: b', 'x']);
  });

  test('wire trap: a KPL aggregate whose checksum does not match is kept aside whole; the others go on', async () => {
    const { send, events, failed } = wayWorld();
    const record = aggregated('{"a":1}');
    record[8] = 0;
    expect((await send(path, { ...key, body: request(record, 'x') })).status).toBe(200);
    expect([events(), failed.length]).toEqual([['x'], 1]);
    expect(JSON.stringify(failed)).toContain(record.toString('base64'));
  });

  test('is told to come again on overload', async () => {
    const answer = await wayWorld({ put: overloaded() }).send(path, { ...key, body: request('a') });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '3']);
  });
});

test('a path that is no way in is not found', async () => {
  expect((await wayWorld().send('/v2/logs')).status).toBe(404);
});
