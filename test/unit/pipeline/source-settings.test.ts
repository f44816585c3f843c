import { describe, expect, test } from 'vitest';
import { prepareSettings, type StoredSettings } from '#shared/connectors/source-settings.ts';
import { DomainError } from '#shared/errors.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { normalizeRecords } from '#shared/pipeline/normalize-records.ts';
import { encodePack } from '#shared/pipeline/pack-codec.ts';
import { rememberSettings } from '#shared/pipeline/remember-settings.ts';
import type { Routed } from '#shared/ports/event-streams.ts';
import type { EventPack } from '#shared/schema/pack.ts';
import { buildRawPack } from '../../support/builders/pack.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const received_at = '2026-11-22T05:00:00.000Z';

/** The one event that a source with this connector and these settings makes of a text. */
function read(raw: string, connector: string, settings: StoredSettings) {
  const pack = buildRawPack('acme', { connector, received_at, events: [{ o: 0, raw }] });
  const { packs, failures } = normalizePack(pack, 1, prepareSettings(connector, settings));
  expect(failures).toEqual([]);
  const [event] = packs.flatMap((one) => one.pack.events);
  if (event === undefined) throw new Error('no event was made');
  return event;
}

const asa =
  '<166>Nov 22 2026 04:58:59: %ASA-6-605005: Login permitted from 192.0.2.7/4711 to inside:192.0.2.1/ssh for user "alice"';

describe('a source’s settings reach its events', () => {
  test.each(['cisco-asa', 'auto'])(
    'as the zone of a clock without one, with the connector %s',
    (connector) => {
      expect(read(asa, connector, {})).toMatchObject({
        timestamp: '2026-11-22T04:58:59.000Z',
        attributes: { time_quality: 'inferred_zone' },
      });
      expect(read(asa, connector, { timezone: 'Europe/Berlin' })).toMatchObject({
        timestamp: '2026-11-22T03:58:59.000Z',
        attributes: { time_quality: 'vendor' },
      });
    },
  );

  test('as the name of the device where the event has none, and never over its own', () => {
    expect(read(asa, 'cisco-asa', { observer_name: 'fw-1' }).attributes['observer.name']).toBe('fw-1');
    const fortigate =
      '<189>date=2026-11-22 time=05:58:59 devname="own-name" devid="FGT1" logid="0101039947" type="event" subtype="vpn" level="information" tz="+0100" action="tunnel-up" user="alice"';
    const told = read(fortigate, 'fortigate', { observer_name: 'fw-1' });
    expect(told.attributes['observer.name']).toBe('own-name');
  });

  test('as the cluster of a Kubernetes audit event', () => {
    const audit = JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: '5f2cbb07-5f5c-4b0e-9e0f-0c5c7d0e0001',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/default/secrets',
      verb: 'list',
      user: { username: 'alice' },
      stageTimestamp: '2026-11-22T04:59:00.000000Z',
    });
    const { attributes } = read(audit, 'kubernetes-audit', { cluster_name: 'production-eu' });
    expect(attributes['orchestrator.cluster.name']).toBe('production-eu');
  });

  test('as the order of fields of a flow log that has no header', () => {
    const line = '192.0.2.7 198.51.100.9 50022 443 6 ACCEPT 1795323500 1795323540';
    const flow_log_format = 'srcaddr dstaddr srcport dstport protocol action start end';
    expect(read(line, 'aws-cloudtrail', { flow_log_format })).toMatchObject({
      timestamp: new Date(1795323540_000).toISOString(),
      attributes: {
        'source.ip': '192.0.2.7',
        'destination.ip': '198.51.100.9',
        'destination.port': 443,
        'event.outcome': 'success',
      },
    });
  });

  test('and are named behind the parser’s version, the same for the same settings in any order', () => {
    const version = (settings: StoredSettings) =>
      String(read(asa, 'cisco-asa', settings).attributes['parser.version']);
    expect(version({})).not.toContain('+');
    const both = version({ timezone: 'UTC', observer_name: 'fw' });
    expect(both).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{8}$/);
    expect(version({ observer_name: 'fw', timezone: 'UTC' })).toBe(both);
    expect(version({ timezone: 'CET', observer_name: 'fw' })).not.toBe(both);
  });

  test('of its own tenant only, though two tenants’ sources have one id', async () => {
    const asked: string[] = [];
    const put: Routed<EventPack>[] = [];
    const ports = {
      archive: {
        fail: async () => undefined,
        failUnreadable: async () => undefined,
        keepRaw: async () => undefined,
      },
      streams: { putEvents: async (_: unknown, routed: Routed<EventPack>[]) => void put.push(...routed) },
      settingsOf: async (tenantId: string, sourceId: string) => {
        asked.push(`${tenantId}/${sourceId}`);
        return { settings: tenantId === 'acme' ? { timezone: 'Europe/Berlin' } : {} };
      },
      buckets: 1,
    } as unknown as Parameters<typeof normalizeRecords>[0];
    const given = { source_id: 'fw', connector: 'cisco-asa', received_at, events: [{ o: 0, raw: asa }] };
    const records = ['acme', 'globex'].map((tenant, i) => ({
      sequence: `${i}`,
      data: encodePack(buildRawPack(tenant, given)),
    }));
    await normalizeRecords(ports, records as Parameters<typeof normalizeRecords>[1]);
    expect(asked.sort()).toEqual(['acme/fw', 'globex/fw']);
    const times = put.flatMap(({ pack }) => pack.events.map((one) => `${one.tenant_id} ${one.timestamp}`));
    expect(times.sort()).toEqual(['acme 2026-11-22T03:58:59.000Z', 'globex 2026-11-22T04:58:59.000Z']);
  });
});

describe('settings that are remembered', () => {
  test('are asked for once in three seconds for each tenant’s source', async () => {
    let [at, timezone] = [0, 'UTC'];
    const asked: string[] = [];
    const settingsOf = rememberSettings(
      async (tenantId, sourceId) => {
        asked.push(`${tenantId}/${sourceId}`);
        return { settings: { timezone } };
      },
      () => at,
    );
    await settingsOf(acme, 'fw');
    await settingsOf(globex, 'fw');
    timezone = 'CET';
    at = 2_999;
    expect(await settingsOf(acme, 'fw')).toEqual({ settings: { timezone: 'UTC' } });
    at = 3_000;
    expect(await settingsOf(acme, 'fw')).toEqual({ settings: { timezone: 'CET' } });
    expect(asked).toEqual(['acme/fw', 'globex/fw', 'acme/fw']);
  });

  test('are asked for again at once after an answer that did not come', async () => {
    let down = true;
    const settingsOf = rememberSettings(
      async () => {
        if (down) throw new DomainError('unavailable', 'The table is busy.');
        return { settings: { timezone: 'UTC' } };
      },
      () => 0,
    );
    await expect(settingsOf(acme, 'fw')).rejects.toThrow('busy');
    down = false;
    expect(await settingsOf(acme, 'fw')).toEqual({ settings: { timezone: 'UTC' } });
  });
});

test.each(['auto', 'ecs-json', 'generic'])(
  'the zone holds for JSON of %s that names none, and not for what names one',
  (connector) => {
    const at = (text: string) =>
      read(JSON.stringify({ '@timestamp': text, user: 'bob' }), connector, { timezone: 'Europe/Berlin' })
        .timestamp;
    expect(at('2026-11-22 05:00:00')).toBe('2026-11-22T04:00:00.000Z');
    expect(at('2026-11-22T04:00:00Z')).toBe('2026-11-22T04:00:00.000Z');
    expect(at('2026-11-22T03:00:00-01:00')).toBe('2026-11-22T04:00:00.000Z');
  },
);
