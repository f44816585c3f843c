import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { MAX_EVENT_BYTES } from '#shared/pipeline/limits.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import { readOtlpJson } from '#shared/ways/otlp-json.ts';
import { readOtlpProtobuf } from '#shared/ways/otlp-protobuf.ts';
import { otlpEventText } from '#shared/ways/otlp-record.ts';
import { readFields } from '#shared/ways/protobuf.ts';
import { overloaded, shown, wayWorld } from '../../support/way-world.ts';
import { bytes, double, fixed64, group, text, varint } from '../../support/write-protobuf.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' };

const LINE = '<38>Nov 22 10:00:00 vpn-1 sshd[7]: Failed password for alice from 203.0.113.7 port 22 ssh2';

const asJson = {
  resourceLogs: [
    {
      resource: {
        attributes: [
          { key: 'host.name', value: { stringValue: 'vpn-1' } },
          { key: 'k8s.pod.name', value: { stringValue: 'pod-7' } },
        ],
      },
      scopeLogs: [
        {
          scope: { name: 'filelog' },
          logRecords: [
            {
              timeUnixNano: '1795341600123456789',
              observedTimeUnixNano: '1795341601000000000',
              severityNumber: 9,
              severityText: 'INFO',
              body: { stringValue: LINE },
              attributes: [
                { key: 'log.file.path', value: { stringValue: '/var/log/auth.log' } },
                { key: 'big', value: { intValue: '9223372036854775807' } },
                { key: 'negative', value: { intValue: '-5' } },
                { key: 'ratio', value: { doubleValue: 0.5 } },
                { key: 'ok', value: { boolValue: true } },
                { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } } },
                {
                  key: 'map',
                  value: { kvlistValue: { values: [{ key: 'k', value: { stringValue: 'v' } }] } },
                },
                { key: 'raw', value: { bytesValue: 'AQI=' } },
              ],
              traceId: '5b8efff798038103d269b633813fc60c',
              spanId: 'eee19b7ec3c1b174',
              eventName: 'login',
            },
          ],
        },
      ],
    },
  ],
};

const pair = (key: string, value: Uint8Array) => group(text(1, key), bytes(2, value));
/** The same request as `asJson`, written field by field by opentelemetry-proto. */
const asProtobuf = group(
  bytes(
    1,
    group(
      bytes(
        1,
        group(
          bytes(1, pair('host.name', text(1, 'vpn-1'))),
          bytes(1, pair('k8s.pod.name', text(1, 'pod-7'))),
        ),
      ),
      bytes(
        2,
        group(
          bytes(1, text(1, 'filelog')),
          bytes(
            2,
            group(
              fixed64(1, 1795341600123456789n),
              varint(2, 9n),
              text(3, 'INFO'),
              bytes(5, text(1, LINE)),
              bytes(6, pair('log.file.path', text(1, '/var/log/auth.log'))),
              bytes(6, pair('big', varint(3, 9223372036854775807n))),
              bytes(6, pair('negative', varint(3, -5n))),
              bytes(6, pair('ratio', double(4, 0.5))),
              bytes(6, pair('ok', varint(2, 1n))),
              bytes(6, pair('list', bytes(5, group(bytes(1, text(1, 'a')), bytes(1, varint(3, 1n)))))),
              bytes(6, pair('map', bytes(6, bytes(1, pair('k', text(1, 'v')))))),
              bytes(6, pair('raw', bytes(7, Uint8Array.of(1, 2)))),
              bytes(9, Buffer.from('5b8efff798038103d269b633813fc60c', 'hex')),
              bytes(10, Buffer.from('eee19b7ec3c1b174', 'hex')),
              fixed64(11, 1795341601000000000n),
              text(12, 'login'),
              // Fields that a later version adds are passed over.
              varint(99, 1n),
            ),
          ),
        ),
      ),
    ),
  ),
);

describe('an OTLP record', () => {
  test('is the same from JSON and from protobuf, all 64 bits of it', () => {
    const [fromJson] = readOtlpJson(JSON.stringify(asJson));
    const [fromProtobuf] = readOtlpProtobuf(asProtobuf);
    expect(fromProtobuf).toEqual(fromJson);
    expect(fromJson).toMatchObject({
      timeUnixNano: 1795341600123456789n,
      attributes: { big: 9223372036854775807n, negative: -5n },
    });
  });

  test('becomes the text that a shipper writes around a line', () => {
    const [record] = readOtlpProtobuf(asProtobuf);
    if (record === undefined) throw new Error('no record');
    const raw = otlpEventText(record);
    expect(raw).toContain('"big":9223372036854775807');
    expect(JSON.parse(raw)).toMatchObject({
      '@timestamp': '2026-11-22T10:00:00.123456789Z',
      message: LINE,
      host: { name: 'vpn-1' },
      log: { file: { path: '/var/log/auth.log' } },
      kubernetes: { pod: { name: 'pod-7' } },
      trace_id: '5b8efff798038103d269b633813fc60c',
      event_name: 'login',
      list: ['a', 1],
      map: { k: 'v' },
      raw: 'AQI=',
    });
  });

  test('of a line is read by the source’s connector, with host and file as hints', () => {
    const [record] = readOtlpProtobuf(asProtobuf);
    if (record === undefined) throw new Error('no record');
    const pack = { connector: 'linux', received_at: '2026-11-22T10:00:05.000Z' };
    const [event] = normalizeEvents(tenantIdSchema.parse('acme'), pack, { o: 0, raw: otlpEventText(record) });
    expect(event?.source.integration).toBe('linux');
    expect(event?.attributes).toMatchObject({ 'user.name': 'alice', 'log.file.path': '/var/log/auth.log' });
  });

  test('with an object for a body is that event; one without a time says none', () => {
    const value = { kvlistValue: { values: [{ key: 'user', value: { stringValue: 'alice' } }] } };
    const [record] = readOtlpJson(
      JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: value }] }] }] }),
    );
    if (record === undefined) throw new Error('no record');
    expect(JSON.parse(otlpEventText(record))).toEqual({ event: { user: 'alice' } });
  });

  test('nested without end neither overflows nor is lost', () => {
    const deep = (depth: number): unknown =>
      depth === 0 ? { stringValue: 'x' } : { arrayValue: { values: [deep(depth - 1)] } };
    const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: deep(500) }] }] }] };
    expect(readOtlpJson(JSON.stringify(request))).toHaveLength(1);
  });
});

describe('the OTLP way in', () => {
  test.each([
    ['JSON', JSON_TYPE, Buffer.from(JSON.stringify(asJson)), '{}'],
    ['gzipped JSON', JSON_TYPE, gzipSync(JSON.stringify(asJson)), '{}'],
    ['protobuf', PROTOBUF_TYPE, asProtobuf, ''],
    ['gzipped protobuf', PROTOBUF_TYPE, gzipSync(asProtobuf), ''],
  ])('takes %s and answers in kind', async (_name, headers, body, wanted) => {
    const { send, events } = wayWorld();
    const answer = await send('/v1/logs', { headers, body });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, headers['content-type']]);
    expect(Buffer.from(answer.body).toString()).toBe(wanted);
    expect(events()).toHaveLength(1);
  });

  test('takes a request without records', async () => {
    expect((await wayWorld().send('/v1/logs', { headers: PROTOBUF_TYPE, body: '' })).status).toBe(200);
  });

  test('rejects in part only what can never be taken, and keeps it aside', async () => {
    const record = (body: string) => ({ body: { stringValue: body } });
    const logRecords = [record('x'.repeat(MAX_EVENT_BYTES)), record('small')];
    const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
    const world = wayWorld();
    expect(shown(await world.send('/v1/logs', { headers: JSON_TYPE, body }))).toMatchObject([
      200,
      { partialSuccess: { rejectedLogRecords: '1' } },
    ]);
    expect([world.events(), world.failed.length]).toEqual([['{"message":"small"}'], 1]);
    const large = group(bytes(1, bytes(2, bytes(2, bytes(5, text(1, 'x'.repeat(MAX_EVENT_BYTES)))))));
    const answer = await wayWorld().send('/v1/logs', { headers: PROTOBUF_TYPE, body: large });
    const [partial] = readFields(Buffer.from(answer.body));
    expect(partial).toMatchObject({ number: 1, kind: 'bytes' });
    const [rejected] = readFields(partial?.kind === 'bytes' ? partial.value : new Uint8Array());
    expect(rejected).toMatchObject({ number: 1, value: 1n });
  });

  test.each<[string, Parameters<ReturnType<typeof wayWorld>['send']>[1], number]>([
    ['no token', { token: null, headers: JSON_TYPE, body: '{}' }, 401],
    ['another tenant’s header', { headers: { ...JSON_TYPE, 'x-tenant-id': 'globex' }, body: '{}' }, 403],
    ['a type that OTLP does not have', { headers: { 'content-type': 'text/plain' }, body: '{}' }, 415],
    ['JSON that is cut off', { headers: JSON_TYPE, body: '{"resourceLogs":[' }, 400],
    ['protobuf that is cut off', { headers: PROTOBUF_TYPE, body: asProtobuf.subarray(0, 40) }, 400],
    ['another method', { method: 'GET', headers: JSON_TYPE }, 405],
  ])('refuses %s', async (_name, sent, status) => {
    const { send, events } = wayWorld();
    expect((await send('/v1/logs', sent)).status).toBe(status);
    expect(events()).toEqual([]);
  });

  test.each([
    ['JSON', JSON_TYPE, Buffer.from(JSON.stringify(asJson))],
    ['protobuf', PROTOBUF_TYPE, asProtobuf],
  ])('says 503 and when to come again on overload, in %s', async (_name, headers, body) => {
    const answer = await wayWorld({ put: overloaded() }).send('/v1/logs', { headers, body });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '3']);
    if (headers === PROTOBUF_TYPE) {
      expect([...readFields(Buffer.from(answer.body))].map(({ number }) => number)).toEqual([1, 2]);
    }
  });
});
