import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectorNamed, connectors } from '#shared/connectors/connectors.ts';
import { readRaw } from '#shared/connectors/route.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvent } from '#shared/pipeline/normalize-event.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';

const home = fileURLToPath(new URL('../../../shared/connectors', import.meta.url));
const folders = readdirSync(home, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && existsSync(join(home, entry.name, 'connector.ts')) ? [entry.name] : [],
);

const samplesSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    received_at: z.iso.datetime(),
    timezone: z.string().optional(),
    raw: z.string(),
    expected: z.record(z.string(), z.unknown()),
  }),
);
const samplesOf = (folder: string) =>
  samplesSchema.parse(JSON.parse(readFileSync(join(home, folder, 'samples.json'), 'utf8')));

const acme = tenantIdSchema.parse('acme');

describe('the family of connectors', () => {
  test('lists every folder, and every listed one has a folder of its name', () => {
    expect(connectors.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  test('ends with one that takes every object, so that no event is left over', () => {
    expect(connectors.at(-1)?.sniff({})).toBe(true);
    expect(connectors.slice(0, -1).filter((connector) => connector.sniff({}))).toEqual([]);
  });

  test('gives each version as major.minor.patch, by which failed events are replayed', () => {
    for (const { version } of connectors) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('is found by name, and an unknown name means to tell by the shape', () => {
    for (const connector of connectors) expect(connectorNamed(connector.name)).toBe(connector);
    const context = { receivedAt: new Date('2026-11-22T05:00:00Z'), timezone: null };
    for (const name of ['auto', 'constructor', 'renamed-since']) {
      expect(connectorNamed(name)).toBeNull();
      const read = (raw: string) => readRaw(raw, name, context).map(({ connector }) => connector.name);
      expect(read('{"category":"auth","actor":"alice"}')).toEqual(['gatehouse-event']);
      expect(read('{}')).toEqual(['ecs-json']);
    }
  });
});

describe.each(folders)('the samples of %s', (folder) => {
  const samples = samplesOf(folder);

  test('show plain events and odd ones, each under a name of its own', () => {
    const names = samples.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const attributes = samples.map(({ expected }) => expected.attributes as Record<string, unknown>);
    expect(attributes.some((one) => one['parse.status'] === 'full' && one.time_quality === 'vendor')).toBe(
      true,
    );
    expect(attributes.some((one) => one['parse.status'] === 'partial')).toBe(true);
    expect(attributes.some((one) => one.time_quality === 'receipt')).toBe(true);
  });

  test.each(samples)(
    'become exactly the expected event: $name',
    ({ raw, received_at, timezone = null, expected }) => {
      const event = normalizeEvent(acme, { connector: 'auto', received_at, timezone }, { o: 0, raw });
      expect(canonicalEventSchema.parse(event)).toEqual(event);
      const { tenant_id, attributes, ...rest } = event;
      const { 'event.original': original, ...others } = attributes;
      expect({ ...rest, attributes: others }).toEqual(expected);
      expect(tenant_id).toBe('acme');
      expect(original).toBe(raw);
      expect(event.source.integration).toBe(folder);
    },
  );

  test.each(samples)(
    'are read the same when the source names the connector: $name',
    ({ raw, received_at, timezone = null }) => {
      const told = normalizeEvent(acme, { connector: folder, received_at, timezone }, { o: 0, raw });
      expect(told).toEqual(normalizeEvent(acme, { connector: 'auto', received_at, timezone }, { o: 0, raw }));
    },
  );
});

describe('every connector reads every object', () => {
  const hostile: readonly string[] = [
    '{}',
    '{"category":"constructor","event.category":"__proto__","severity":"constructor","actor":"constructor"}',
    '{"category":"toString","severity":"hasOwnProperty","level":"constructor","status":"constructor"}',
    '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"prototype":1}',
    '{"timestamp":{"toString":1,"valueOf":1},"severity":{"toString":1},"actor":{"id":{"toString":1}}}',
    '{"timestamp":[[]],"actor":[],"target":[1,2],"attributes":[1],"source":[1],"event_id":[]}',
    '{"actor":null,"target":null,"attributes":null,"source":null,"severity":null,"timestamp":null}',
    '{"user":"\\ud83d","actor":{"id":"\\udc00"},"category":"auth","\\ud800":1,"list":["\\ud800"]}',
    '{"":1,"a":{"":{"":2}},".":3,"..":4}',
    '{"failed_login_count":1e308,"severity":1e400,"ts":1e400,"level":-1}',
    '{"category":["auth","auth"],"actor":{"id":9223372036854775807},"event_id":9223372036854775807}',
    `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    `{"actor":"x","category":"auth","a":${'{"a":'.repeat(1_500)}1${'}'.repeat(1_500)}}`,
  ];

  test.each(connectors.flatMap(({ name }) => hostile.map((raw) => ({ name, raw }))))(
    '$name makes a canonical event of $raw',
    ({ name, raw }) => {
      const received_at = '2026-11-22T05:00:00.000Z';
      const event = normalizeEvent(acme, { connector: name, received_at }, { o: 0, raw });
      expect(canonicalEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
      const { 'event.original': _, ...attributes } = event.attributes;
      const text = JSON.stringify({ ...event, attributes });
      expect(text).not.toMatch(/\\ud[89a-f]/i);
      expect(({} as Record<string, unknown>).admin).toBeUndefined();
      expect(event.tenant_id).toBe('acme');
    },
  );
});
