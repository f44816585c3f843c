import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { buildRawPack } from '../../support/builders/pack.ts';

const acme = tenantIdSchema.parse('acme');
const received_at = '2026-11-22T05:00:00.000Z';
const read = (raw: unknown, connector = 'auto') =>
  normalizeEvents(
    acme,
    { connector, received_at },
    { o: 0, raw: typeof raw === 'string' ? raw : JSON.stringify(raw) },
  );

const line =
  '<38>Nov 22 04:58:59 web-1 sshd[4721]: Failed password for alice from 203.0.113.7 port 50122 ssh2';
const call = (n: number) => ({
  eventVersion: '1.09',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  eventTime: '2026-11-22T04:58:59Z',
  eventID: `00000000-0000-4000-8000-00000000000${n}`,
  sourceIPAddress: '203.0.113.7',
});
const audit = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: 'a-1',
  verb: 'get',
  user: { username: 'alice' },
  requestReceivedTimestamp: '2026-11-22T04:58:59Z',
};

describe('an envelope of many events', () => {
  test('of CloudWatch Logs gives each line, with account and time of the envelope where the line has none', () => {
    const logEvents = [
      { id: '1', timestamp: 1795323539000, message: line },
      { id: '2', timestamp: 1795323539500, message: JSON.stringify(audit) },
    ];
    const events = read({
      messageType: 'DATA_MESSAGE',
      owner: '123456789012',
      logGroup: '/eks',
      logStream: 's',
      logEvents,
    });
    expect(events.map(({ source }) => source.integration)).toEqual(['linux', 'kubernetes-audit']);
    expect(events[0]?.attributes).toMatchObject({
      'cloud.account.id': '123456789012',
      'event.original': line,
    });
  });

  test('of CloudWatch that only tests the way holds none', () => {
    expect(
      read({
        messageType: 'CONTROL_MESSAGE',
        owner: 'x',
        logEvents: [{ id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE' }],
      }),
    ).toEqual([]);
  });

  test.each([
    ['CloudTrail', { Records: [call(1), call(2)] }, 'aws-cloudtrail'],
    [
      'Kubernetes',
      { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [audit, { ...audit, auditID: 'a-2' }] },
      'kubernetes-audit',
    ],
    ['a JSON array', [call(1), call(2)], 'aws-cloudtrail'],
  ])('of %s gives each with an id of its own', (_name, envelope, connector) => {
    const events = read(envelope);
    expect(events.map(({ source }) => source.integration)).toEqual([connector, connector]);
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(2);
    expect(read(envelope).map(({ event_id }) => event_id)).toEqual(events.map(({ event_id }) => event_id));
  });

  test('gives as many events to the stream as it holds', () => {
    const events = [{ o: 0, raw: JSON.stringify({ Records: [call(1), call(2), call(3)] }) }];
    const { packs, failures } = normalizePack(buildRawPack('acme', { events }), 4);
    expect(failures).toEqual([]);
    expect(packs.flatMap(({ pack }) => pack.events)).toHaveLength(3);
  });
});

describe('a wrapper of one event', () => {
  test.each([
    ['Fluent Bit', { log: line, stream: 'stdout', '@timestamp': '2026-11-22T04:59:00Z' }],
    ['Vector', { message: line, host: 'relay', source_type: 'syslog', timestamp: '2026-11-22T04:59:00Z' }],
    ['Logstash', { message: line, '@timestamp': '2026-11-22T04:59:00Z', host: { name: 'relay' } }],
    ['Beats, the line kept apart', { event: { original: line }, '@timestamp': '2026-11-22T04:59:00Z' }],
    ['Splunk HEC', { event: line, host: 'relay', time: 1795323540 }],
    ['a wrapper in a wrapper', { message: JSON.stringify({ log: line }) }],
  ])('of %s is taken off', (_name, wrapper) => {
    const [event] = read(wrapper);
    expect(event?.source.integration).toBe('linux');
    expect(event?.attributes).toMatchObject({ 'source.ip': '203.0.113.7', 'host.name': 'web-1' });
    expect(event?.timestamp).toBe('2026-11-22T04:58:59.000Z');
  });

  test('of Splunk’s HEC is taken off an object that no vendor’s connector knows', () => {
    const event = { user: 'bob', action: 'login', src_ip: '192.0.2.7' };
    const [found] = read({ time: 1795323540, host: 'web-9', sourcetype: '_json', fields: { a: 'b' }, event });
    expect(found).toMatchObject({
      timestamp: '2026-11-22T04:59:00.000Z',
      actor: { type: 'user', id: 'bob' },
      target: { id: 'web-9' },
      attributes: { 'source.ip': '192.0.2.7', 'event.action': 'login' },
    });
    expect(read({ event })[0]?.attributes['user.name']).toBe('bob');
  });

  test.each([
    [{ event: { action: 'login', outcome: 'failure' } }],
    [{ event: { action: 'login', user: 'bob' }, user: { name: 'bob' } }],
    [{ event: { action: 'login', user: 'bob' }, host: { name: 'web-9' } }],
  ])('is not seen in an event of ECS: %j', (value) => {
    expect(read(value)[0]?.attributes['event.action']).toBe('login');
  });

  test('of EventBridge and of Pub/Sub is taken off', () => {
    const bridge = {
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      account: '1',
      region: 'eu-west-1',
      time: '2026-11-22T04:59:00Z',
      detail: call(1),
    };
    const push = {
      message: { data: Buffer.from(JSON.stringify(audit)).toString('base64'), messageId: '7' },
      subscription: 'projects/x/subscriptions/y',
    };
    expect(read(bridge)[0]?.source.integration).toBe('aws-cloudtrail');
    expect(read(push)[0]?.source.integration).toBe('kubernetes-audit');
  });

  test('stays on where what is inside is nobody’s: the object is the event', () => {
    const [event] = read({
      message: 'hello',
      user: 'alice',
      host: 'h',
      '@timestamp': '2026-11-22T04:59:00Z',
    });
    expect(event?.source.integration).toBe('ecs-json');
    expect(event?.attributes).toMatchObject({ message: 'hello', 'user.name': 'alice' });
  });

  test('JSON behind a syslog header is read, the header telling the host', () => {
    const [event] = read(`<14>1 2026-11-22T04:58:59Z node-1 audit - - - ${JSON.stringify(audit)}`);
    expect(event?.source.integration).toBe('kubernetes-audit');
    expect(event?.attributes['host.name']).toBe('node-1');
  });

  test('pretty-printed JSON over many lines is one event', () => {
    expect(read(JSON.stringify(call(1), null, 2))).toHaveLength(1);
  });
});

describe('JSON that a relay cut off', () => {
  const whole = JSON.stringify({ ...call(1), requestParameters: { bucketName: 'reports', key: 'q3.pdf' } });

  test('is read as far as it is whole, and says so', () => {
    for (const end of [whole.length - 1, whole.length - 5, whole.length - 12]) {
      const [event] = read(whole.slice(0, end));
      expect(event?.attributes).toMatchObject({
        'parser.name': 'aws-cloudtrail',
        'parse.status': 'partial',
        'event.action': 'GetObject',
        'source.ip': '203.0.113.7',
        'aws.s3.bucket.name': 'reports',
      });
      expect(String(event?.attributes['parse.notes'])).toContain('the JSON is cut off');
    }
  });

  test('behind a syslog header too', () => {
    const [event] = read(`<134>Nov 22 04:58:59 relay-1 fwd: ${whole.slice(0, -9)}`);
    expect(event?.attributes).toMatchObject({ 'event.action': 'GetObject', 'parse.status': 'partial' });
  });

  test('is sidelined where nobody knows what is left of it, or it was never JSON', () => {
    for (const raw of [whole.slice(0, 40), `{"${'a'.repeat(100)}":"b","c":"d`, `${whole.slice(0, -2)}]`])
      expect(() => read(raw)).toThrow(SyntaxError);
  });
});
