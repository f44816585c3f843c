import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvent } from '#shared/pipeline/normalize-event.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';
import { randomJson, seededRandom } from './random-json.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const receipt = '2026-11-22T05:00:00.000Z';
const later = '2026-11-22T05:07:00.000Z';

type Given = { tenant?: typeof acme; received_at?: string; connector?: string; o?: number };
const normalize = (
  value: unknown,
  { tenant = acme, received_at = receipt, connector = 'auto', o = 0 }: Given = {},
) =>
  normalizeEvent(
    tenant,
    { received_at, connector },
    { o, raw: typeof value === 'string' ? value : JSON.stringify(value) },
  );
const idOf = (value: unknown, given: Given = {}) => normalize(value, given).event_id;

describe('the id of an event with an id of its own', () => {
  const event = { event: { id: 'e-7711' }, user: 'alice' };

  test('follows from that id alone, whatever else changes', () => {
    const changed = { ...event, user: 'bob', timestamp: '2026-11-22T04:00:00Z' };
    expect(idOf(changed, { received_at: later, o: 3 })).toBe(idOf(event));
  });

  test('differs by tenant, by connector and by id', () => {
    const canonical = { event_id: 'e-7711', category: 'auth', actor: 'alice' };
    const ids = [
      idOf(event),
      idOf(event, { tenant: globex }),
      idOf(canonical),
      idOf({ ...event, event: { id: 'e-7712' } }),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});

describe('the id of an event without one', () => {
  const event = { timestamp: '2026-11-22T04:59:00Z', user: 'alice', action: 'login_failed' };

  test('follows from its text, whenever it is received', () => {
    expect(idOf(event, { received_at: later })).toBe(idOf(event));
  });

  test('differs by tenant, by text and by its place among equal texts', () => {
    const ids = [
      idOf(event),
      idOf(event, { tenant: globex }),
      idOf(event, { o: 1 }),
      idOf({ ...event, user: 'bob' }),
      idOf(`${JSON.stringify(event)} `),
    ];
    expect(new Set(ids).size).toBe(5);
  });

  test('takes in the receipt where the event has no time: nothing else says which occurrence it is', () => {
    const timeless = { user: 'alice', action: 'login_failed' };
    expect(idOf(timeless)).toBe(idOf(timeless));
    expect(idOf(timeless, { received_at: later })).not.toBe(idOf(timeless));
  });

  test('ten failed logins that share a code are ten events', () => {
    const logons = Array.from({ length: 10 }, (_, i) => ({ ...event, event_id: 4625, session: i }));
    expect(new Set(logons.map((logon) => idOf(logon))).size).toBe(10);
  });
});

describe('64-bit numbers', () => {
  test('stay exact in ids and attributes, negative ones too', () => {
    const { attributes, actor, event_id } = normalize(
      '{"event":{"id":9223372036854775807},"keywords":-9214364837600034816,"user":{"id":18446744073709551615}}',
    );
    expect(attributes['event.id']).toBe('9223372036854775807');
    expect(attributes.keywords).toBe('-9214364837600034816');
    expect(actor.id).toBe('18446744073709551615');
    expect(event_id).not.toBe(idOf('{"event":{"id":9223372036854775806}}'));
  });

  test('and other numbers stay numbers', () => {
    const { attributes } = normalize(
      '{"a":9007199254740991,"b":1234567890.1234567890,"c":1e20,"d":"9223372036854775807"}',
    );
    expect(attributes).toMatchObject({
      a: 9007199254740991,
      b: 1234567890.1234567,
      c: 1e20,
      d: '9223372036854775807',
    });
  });
});

describe('what every event is given', () => {
  test('its receipt, its raw text and who read it', () => {
    const raw = '{"user":"alice", "timestamp":"2026-11-22T04:59:00Z"}';
    expect(normalize(raw)).toMatchObject({
      tenant_id: 'acme',
      timestamp: '2026-11-22T04:59:00.000Z',
      source: { integration: 'ecs-json' },
      attributes: {
        'event.original': raw,
        'event.ingested': receipt,
        'parse.status': 'full',
        'parser.name': 'ecs-json',
        'parser.version': '1.1.0',
        time_quality: 'vendor',
      },
    });
  });

  test('the claimed time where it could not be believed, of whatever type', () => {
    expect(normalize({ user: 'a', timestamp: '2036-01-01T00:00:00Z' }).attributes.time_claimed).toBe(
      '2036-01-01T00:00:00Z',
    );
    expect(normalize({ user: 'a', ts: 5 }).attributes.time_claimed).toBe('5');
    expect(normalize('{"user":"a","ts":{"$date":{"toString":1}}}').attributes.time_claimed).toBe(
      '{"$date":{"toString":1}}',
    );
    expect(normalize({ user: 'a' }).attributes).not.toHaveProperty('time_claimed');
  });

  test('and a sender cannot set any of it', () => {
    const own = {
      'parse.status': 'forged',
      'parser.name': 'forged',
      time_quality: 'forged',
      'event.ingested': 'forged',
    };
    const { attributes } = normalize({ user: 'a', ...own, 'event.original': 'forged', tenant_id: 'acme' });
    expect(
      Object.entries(attributes).filter(([name, value]) => value === 'forged' && name !== 'event.original'),
    ).toEqual([]);
    expect(attributes['event.original']).toContain('"user":"a"');
  });

  test('names are cut at 512 characters', () => {
    const long = 'x'.repeat(600);
    const { actor, target } = normalize({ user: long, host: long });
    expect([actor.id, target.id]).toEqual(['x'.repeat(512), 'x'.repeat(512)]);
  });

  test('the addresses, users, hosts and hashes of the event to pivot on, each once', () => {
    const { attributes } = normalize({
      source: { ip: '192.0.2.1', nat: { ip: '192.0.2.2' } },
      destination: { ip: '192.0.2.1' },
      host: { name: 'h', ip: ['10.0.0.1', '10.0.0.2'] },
      user: { name: 'alice', email: 'alice@example.net' },
      file: { hash: { sha256: 'ab', md5: 'cd' } },
    });
    expect(attributes['related.ip']).toEqual(['192.0.2.1', '10.0.0.1', '10.0.0.2', '192.0.2.2']);
    expect(attributes['related.user']).toEqual(['alice', 'alice@example.net']);
    expect(attributes['related.hosts']).toEqual(['h']);
    expect(attributes['related.hash']).toEqual(['ab', 'cd']);
  });

  test('of a list of thousands only some to pivot on', () => {
    const ip = Array.from({ length: 200 }, (_, i) => `10.0.0.${i}`);
    expect(normalize({ host: { ip } }).attributes['related.ip']).toHaveLength(50);
  });
});

describe('the connector', () => {
  const canonical = { category: 'auth', actor: 'alice', timestamp: '2026-11-22T04:59:00Z' };

  test('is the one that the source names, else the first that knows the shape', () => {
    expect(normalize(canonical).source.integration).toBe('gatehouse-event');
    expect(normalize(canonical, { connector: 'ecs-json' }).source.integration).toBe('ecs-json');
    expect(normalize(canonical, { connector: 'renamed-since' }).source.integration).toBe('gatehouse-event');
  });
});

test.each(['', 'null', '1', '"x"', '[{}]', '{"a":', 'hello'])(
  '%j is no event: it is refused with a reason',
  (raw) => {
    expect(() => normalize(raw)).toThrow(/JSON/);
  },
);

test('any object at all becomes a valid canonical event that survives the stream', () => {
  const random = seededRandom(7);
  const fields = [
    'timestamp',
    'category',
    'actor',
    'user',
    'severity',
    'source',
    'event',
    'event_id',
    'attributes',
  ];
  for (let round = 0; round < 2_000; round++) {
    const value = Object.fromEntries(fields.map((field) => [field, randomJson(random, 3)]));
    if (round % 2) value.category = 'auth';
    const event = normalize({ ...value, more: randomJson(random, 5) });
    expect(canonicalEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
  }
});
