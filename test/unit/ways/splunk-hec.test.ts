import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MAX_EVENT_BYTES, MAX_EVENTS } from '#shared/pipeline/limits.ts';
import { overloaded, shown, TOKEN, wayWorld } from '../../support/way-world.ts';

const event = '/services/collector/event';
const raw = '/services/collector/raw';

describe('HEC events', () => {
  const one =
    '{"time":"1795317510.720","host":"vpn-1","event":"login failed","fields":{"n":9223372036854775807}}';
  const two = '{"event":{"user":"al}{ice\\""}}';

  test.each([
    ['without a separator', one + two],
    ['a line each', `${one}\r\n${two}\n`],
    ['in a list', `[${one}, ${two}]`],
    ['pretty-printed', `${one}\n${two}`],
    ['gzipped, whatever the headers say', gzipSync(one + two)],
  ])('are taken as they were sent: %s', async (_name, body) => {
    const { send, events, packs, taken } = wayWorld();
    expect(shown(await send(event, { body }))).toEqual([200, { text: 'Success', code: 0 }]);
    expect(events()).toEqual([one, two]);
    expect(taken).toEqual([2]);
    expect(packs.map(({ tenant_id, source_id, connector }) => [tenant_id, source_id, connector])).toEqual([
      ['acme', 'source-1', 'ecs-json'],
    ]);
  });

  test.each(['/services/collector', event, '/services/collector/event/1.0', `${event}/`])(
    'have %s as their way',
    async (path) => {
      const { send, events } = wayWorld();
      expect((await send(path, { body: one })).status).toBe(200);
      expect(events()).toEqual([one]);
    },
  );

  test('that can never be taken are kept aside with their reason, and the others are taken', async () => {
    const { send, events, failed, taken } = wayWorld();
    const large = `{"event":"${'x'.repeat(MAX_EVENT_BYTES)}"}`;
    const bad = ['{"time":1}', '{"event":" "}', '{"event":null}', '{"event":', large];
    const body = [one, ...bad.slice(0, 3), large, two, bad[3]].join('\n');
    expect(shown(await send(event, { body }))).toEqual([200, { text: 'Success', code: 0 }]);
    expect(events()).toEqual([one, two]);
    expect(failed.map((record) => record.raw).sort()).toEqual(bad.sort());
    expect(failed.every(({ source_id, reason }) => source_id === 'source-1' && reason.length > 20)).toBe(
      true,
    );
    expect(taken).toEqual([7]);
  });

  test('alone and bad are no reason for a sender to repeat them for ever', async () => {
    const { send, failed } = wayWorld();
    expect((await send(event, { body: '{"event":""}' })).status).toBe(200);
    expect(failed).toHaveLength(1);
  });

  test('of the Collector about itself are no events', async () => {
    const { send, events, taken } = wayWorld();
    expect((await send(event, { body: '{"event":"HeartbeatInfo version=0.145.0"}' })).status).toBe(200);
    expect([events(), taken]).toEqual([[], []]);
  });

  test('with a channel have an id that is acknowledged', async () => {
    const { send } = wayWorld();
    const headers = { 'x-splunk-request-channel': '00000000-0000-4000-8000-000000000001' };
    const [status, body] = shown(await send(event, { body: one, headers }));
    const { ackId } = body as { ackId: number };
    expect([status, Number.isSafeInteger(ackId)]).toEqual([200, true]);
    const asked = { body: JSON.stringify({ acks: [ackId, 0] }), headers };
    expect(shown(await send('/services/collector/ack', asked))).toEqual([
      200,
      { acks: { [ackId]: true, 0: true } },
    ]);
    expect(shown(await send('/services/collector/ack', { body: '{"acks":[0]}' }))).toEqual([
      400,
      { text: 'Data channel is missing', code: 10 },
    ]);
    expect((await send('/services/collector/ack', { body: '{"acks":"x"}', headers })).status).toBe(400);
  });
});

describe('HEC raw', () => {
  test('takes each line as it is', async () => {
    const { send, events } = wayWorld();
    await send(raw, {
      body: 'a=1+2%20&b\r\n\n<34>Oct 11 22:14:15 host su: x\n',
      query: { sourcetype: 'syslog' },
    });
    expect(events()).toEqual(['a=1+2%20&b', '<34>Oct 11 22:14:15 host su: x']);
  });

  test('keeps the host that the query names', async () => {
    const { send, events } = wayWorld();
    await send(`${raw}/1.0`, { body: 'x', query: { host: 'vpn-1', source: '/var/log/x' } });
    expect(events()).toEqual(['{"host":"vpn-1","source":"/var/log/x","event":"x"}']);
  });
});

describe('what HEC clients ask without a token', () => {
  test.each(['/services/collector/health', '/services/collector/health/1.0'])(
    '%s is healthy',
    async (path) => {
      expect(shown(await wayWorld().send(path, { method: 'GET', token: null }))).toEqual([
        200,
        { text: 'HEC is healthy', code: 17 },
      ]);
    },
  );

  test('OPTIONS is 200, or Docker’s driver lets no container start', async () => {
    expect((await wayWorld().send(`${event}/1.0`, { method: 'OPTIONS', token: null })).status).toBe(200);
  });
});

describe('HEC refuses in HEC’s words', () => {
  const body = '{"event":"x"}';
  test.each<[string, Parameters<ReturnType<typeof wayWorld>['send']>[1], number, number]>([
    ['no token', { token: null, body }, 401, 2],
    ['a header of no known form', { token: null, headers: { authorization: 'Digest x' }, body }, 401, 3],
    ['an unknown token', { token: null, headers: { authorization: 'Splunk ghs_x' }, body }, 403, 4],
    ['another tenant’s header', { headers: { 'x-tenant-id': 'globex' }, body }, 403, 4],
    ['an empty body', { body: '' }, 400, 5],
    ['a body without any object', { body: 'hello' }, 400, 6],
    ['cut-off gzip', { body: gzipSync(body).subarray(0, 12) }, 400, 6],
    ['too many events', { body: '{"event":1}'.repeat(MAX_EVENTS + 1) }, 413, 27],
  ])('%s', async (_name, sent, status, code) => {
    const { send, events } = wayWorld();
    expect(shown(await send(event, sent))).toMatchObject([status, { code }]);
    expect(events()).toEqual([]);
  });

  test('a suspended tenant', async () => {
    const { send } = wayWorld({ tenant: { status: 'suspended' } });
    expect(shown(await send(event, { body }))).toMatchObject([403, { code: 4 }]);
  });

  test.each([
    ['its own limit', wayWorld({ rate: { allowed: false, retryAfterSeconds: 7 } }), '7'],
    ['a busy stream', wayWorld({ put: overloaded() }), '3'],
    ['a fault of ours', wayWorld({ put: new TypeError('bug') }), '3'],
  ])('%s, with 503 and the time to wait', async (_name, { send }, seconds) => {
    const answer = await send(event, { body });
    expect(shown(answer)).toEqual([503, { text: 'Server is busy', code: 9 }]);
    expect(answer.headers['retry-after']).toBe(seconds);
  });

  test('never in a way that shows a token', async () => {
    const answer = await wayWorld({ put: new TypeError(`bug ${TOKEN}`) }).send(event, { body });
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
  });
});
