import { describe, expect, test } from 'vitest';
import { connectors } from '#shared/connectors/connectors.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { type Explanation, explainEvent } from '#shared/pipeline/explain-event.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import { samplesOf } from '../../bench/vary-samples.ts';

const acme = tenantIdSchema.parse('acme');
const pack = { connector: 'auto', received_at: '2026-11-22T05:00:00.000Z', timezone: null };
const byOf = ({ events }: Explanation, name: string): string | undefined =>
  events[0]?.fields.find((field) => field.name === name)?.by;

const trail = JSON.stringify({
  eventVersion: '1.08',
  eventTime: '2026-11-22T04:59:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  sourceIPAddress: '203.0.113.7',
  userIdentity: { type: 'IAMUser', userName: 'alice' },
  extra: 1,
});

describe('the explanation of an event', () => {
  test('names the row of the table, the place in the code or the vendor’s own name behind each field', () => {
    const found = explainEvent(acme, pack, trail);
    expect(byOf(found, 'user.name')).toBe('table row userIdentity.userName → user.name');
    expect(byOf(found, 'source.ip')).toMatch(/^shared\/connectors\/aws-cloudtrail\/\S+\.ts:\d+/);
    expect(byOf(found, 'event.category')).toMatch(/aws-cloudtrail\/connector\.ts/);
    expect(byOf(found, 'extra')).toMatch(/walk\.ts/);
    expect(byOf(found, 'event.ingested')).toMatch(/normalize-event\.ts/);
  });

  test('names envelopes, connector and scanners in their order, each once', () => {
    const line = '<38>Nov 22 04:59:00 web-1 sshd[1]: Failed password for root from 203.0.113.7 port 22 ssh2';
    const { steps } = explainEvent(
      acme,
      pack,
      JSON.stringify({ log: line, kubernetes: { namespace_name: 'a' } }),
    );
    expect(steps.map(({ what, text }) => `${what}: ${text}`)).toEqual([
      'envelope: a shipper’s object around a line or event',
      'scanner: syslog header',
      expect.stringMatching(/^connector: linux \d+\.\d+\.\d+, told by its text$/),
    ]);
    const named = explainEvent(acme, { ...pack, connector: 'aws-cloudtrail' }, `{"Records":[${trail}]}`);
    expect(named.steps.map(({ text }) => text)).toEqual([
      'list of records, 1 inside',
      expect.stringContaining('aws-cloudtrail'),
    ]);
  });

  test('says why nothing can be read, and leaves no trace on the next event', () => {
    expect(() => explainEvent(acme, pack, '{"cut')).toThrow(/JSON/);
    const [event] = normalizeEvents(acme, pack, { o: 0, raw: trail });
    expect(Object.getPrototypeOf(event?.attributes)).toBeNull();
  });

  test.each(connectors.map(({ name }) => name))(
    'is of the very event, with an origin for every field: %s',
    (name) => {
      for (const { raw, received_at, timezone = null } of samplesOf(name)) {
        const given = { connector: name, received_at, timezone };
        const { events } = explainEvent(acme, given, raw);
        const [event] = normalizeEvents(acme, given, { o: 0, raw });
        expect(Object.fromEntries(events[0]?.fields.map((one) => [one.name, one.value]) ?? [])).toEqual(
          event?.attributes,
        );
        expect(
          events[0]?.fields.filter(({ by }) => !/^(table row .+|(shared|functions)\/.+:\d+.*)$/.test(by)),
        ).toEqual([]);
      }
    },
  );
});
