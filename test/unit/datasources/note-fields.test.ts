import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { isKnownField } from '#shared/datasources/adaptations/known-fields.ts';
import { makeFieldNoter } from '#shared/datasources/adaptations/note-fields.ts';
import { sampleOf } from '#shared/datasources/adaptations/sample-of.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import type { AttributeValue } from '#shared/schema/event.ts';
import type { EventPack } from '#shared/schema/pack.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { buildEventPack } from '../../support/builders/pack.ts';
import { memoryFields } from '../../support/memory-fields.ts';
import { sampleEvents } from '../../support/sample-events.ts';
import { knownFieldsFile, knownFieldsText } from '../../support/write-known-fields.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

const packOf = (...events: Record<string, AttributeValue>[]): EventPack =>
  buildEventPack('acme', {
    events: events.map((attributes) =>
      buildEvent('acme', { source: { system: 'github', integration: 'github-audit' }, attributes }),
    ),
  });

function noter() {
  const rows: Parameters<typeof memoryFields>[0] = new Map();
  const store = memoryFields(rows);
  const calls: number[] = [];
  const clock = { now: Date.parse('2026-11-22T10:00:00.000Z') };
  const counted = {
    ...store,
    note: async (...of: Parameters<typeof store.note>) => {
      calls.push(of[1].length);
      await store.note(...of);
    },
  };
  return { note: makeFieldNoter(counted, () => clock.now), store, calls, clock };
}

describe('fields that a connector does not know', () => {
  it('are noted with their values, what stood beside them, and about how often', async () => {
    const { note, store } = noter();
    await note(acme, [
      packOf(
        { actor: 'alice', 'user.name': 'alice', client_addr: '203.0.113.7', time_quality: 'vendor' },
        { actor: 'bob', 'user.name': 'bob', client_addr: '203.0.113.8', time_quality: 'vendor' },
        { actor: 'eve', 'user.name': 'eve', 'event.original': '{}', 'parse.status': 'full' },
      ),
    ]);
    expect(await store.list(acme, 'source-1')).toEqual([
      {
        source_id: 'source-1',
        connector: 'github-audit',
        field: 'client_addr',
        count: 2,
        first_seen: '2026-11-22T10:00:01.000Z',
        last_seen: '2026-11-22T10:00:01.000Z',
        samples: ['203.0.113.7', '203.0.113.8'],
        beside: ['actor', 'timestamp', 'user.name'],
      },
    ]);
    expect(await store.list(globex, 'source-1')).toEqual([]);
  });

  it('are none where an adaptation wrote what stands beside them', async () => {
    const { note, store } = noter();
    const adapted = { 'parse.adapted': ['client_addr → source.ip'], 'source.ip': '203.0.113.7' };
    await note(acme, [packOf({ client_addr: '203.0.113.7', time_quality: 'receipt', ...adapted })]);
    expect((await store.list(acme, 'source-1'))[0]?.beside).toEqual([]);
  });

  it('are written when they are new, then ever more seldom', async () => {
    const { note, calls, clock } = noter();
    const pack = packOf({ client_addr: '203.0.113.7' });
    for (let second = 0; second < 3_600; second++) {
      clock.now += 1_000;
      await note(acme, [pack]);
    }
    expect(calls.length).toBeLessThan(15);
    expect(calls.length).toBeGreaterThan(5);
  });

  it('are noted again, added up, after the function began anew', async () => {
    const { note, store, clock } = noter();
    await note(acme, [packOf({ client_addr: '203.0.113.7' })]);
    const fresh = makeFieldNoter(store, () => clock.now);
    await fresh(acme, [packOf({ client_addr: '203.0.113.9' })]);
    expect(await store.list(acme, 'source-1')).toMatchObject([{ count: 2, samples: ['203.0.113.7'] }]);
  });

  it('come with the next events when they could not be written', async () => {
    const { store, clock } = noter();
    let down = true;
    const note = makeFieldNoter(
      { ...store, note: (...of) => (down ? Promise.reject(new Error('busy')) : store.note(...of)) },
      () => clock.now,
    );
    await expect(note(acme, [packOf({ client_addr: '203.0.113.7' })])).rejects.toThrow('busy');
    down = false;
    await note(acme, [packOf({ client_addr: '203.0.113.7' })]);
    expect(await store.list(acme, 'source-1')).toMatchObject([{ count: 2 }]);
  });

  it('are a hundred of one source at most, however many one event has', async () => {
    const { note, store } = noter();
    const many = (from: number) =>
      packOf(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`x${from + i}y`, 'v'])));
    await note(acme, [many(0)]);
    await note(acme, [many(10_000)]);
    await makeFieldNoter(store, () => Date.now())(acme, [many(20_000)]);
    expect(await store.list(acme, 'source-1')).toHaveLength(100);
  });

  it('of hostile names do no harm', async () => {
    const { note, store } = noter();
    const raw = JSON.stringify({
      action: 'repo.create',
      '@timestamp': 1_795_323_540_123,
      _document_id: 'abcdefgh12345678',
      actor: 'alice',
      created_at: 1_795_323_540_123,
      org: 'acme',
    }).replace(
      '{',
      '{"__proto__":{"polluted":1},"constructor":"c","hasOwnProperty":"h","a b\\u0000":"x","toString":7,',
    );
    const header = { connector: 'github-audit', received_at: '2026-11-22T10:00:00.000Z' };
    const events = normalizeEvents(acme, header, { o: 0, raw });
    await note(acme, [buildEventPack('acme', { events })]);
    const names = (await store.list(acme, 'source-1')).map(({ field }) => field);
    expect(names).toEqual(['__proto__.polluted', 'constructor', 'hasOwnProperty', 'toString']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('are nobody’s to decide about where a signed-in user pushed them', async () => {
    const { note, calls } = noter();
    await note(acme, [{ ...packOf({ client_addr: '203.0.113.7' }), source_id: 'user' }]);
    expect(calls).toEqual([]);
  });

  it('of many events are looked for in twenty of a batch, and counted for all', async () => {
    const { note, store } = noter();
    await note(acme, [packOf(...Array.from({ length: 400 }, () => ({ client_addr: '203.0.113.7' })))]);
    expect((await store.list(acme, 'source-1'))[0]?.count).toBe(400);
  });
});

describe('known fields', () => {
  it('are none of the samples’ own: their events have nothing unknown', () => {
    const unknown = sampleEvents().flatMap(({ name, event }) =>
      Object.keys(event.attributes)
        .filter((field) => !isKnownField(event.source.integration, field))
        .map((field) => `${name}: ${field}`),
    );
    // Samples of one connector that another one reads are few.
    expect(unknown.length).toBeLessThan(25);
  });

  it('are listed as the samples of now have them (npm run docs)', () => {
    expect(readFileSync(knownFieldsFile, 'utf8')).toBe(knownFieldsText());
  });

  test.each([
    'gatehouse-event',
    'wazuh',
    'fortigate',
    'aws-cloudtrail',
    'crowdstrike',
    'microsoft-defender',
    'okta',
    'entra-id',
    'github-audit',
    'kubernetes-audit',
    'zeek-suricata',
    'm365',
    'gcp-audit',
    'generic',
    'ecs-json',
  ])('of %s are told from a new one, which its events keep under its own name', (connector) => {
    const file = new URL(`../../../shared/connectors/${connector}/samples.json`, import.meta.url);
    const samples: { raw: string; received_at: string }[] = JSON.parse(readFileSync(file, 'utf8'));
    const kept = samples.filter(({ raw, received_at }) => {
      const text = raw.trim();
      const longer = text.startsWith('{"') ? `{"new_thing":"x",${text.slice(1)}` : `${text} new_thing=x`;
      try {
        const [event] = normalizeEvents(acme, { connector, received_at }, { o: 0, raw: longer });
        const names = Object.keys(event?.attributes ?? {});
        return names.some((name) => name.endsWith('new_thing') && !isKnownField(connector, name));
      } catch {
        return false;
      }
    });
    expect(kept.length).toBeGreaterThan(samples.length / 3);
  });

  test.each([
    ['okta', 'client.ipAddress', true],
    ['okta', 'source.ip', true],
    ['okta', 'debugContext.debugData.anything', true],
    ['okta', 'client.internetAddress', false],
    ['aws-cloudtrail', 'requestParameters.newThing', true],
    ['generic', 'items.12.name', true],
    ['generic', 'by.3f2504e0-4f89-11d3-9a0c-0305e82c3301', true],
    ['generic', 'x'.repeat(129), true],
    ['no-such-connector', 'field', false],
  ])('of %s hold %s: %s', (connector, field, known) => {
    expect(isKnownField(connector, field)).toBe(known);
  });
});

describe('a sample', () => {
  test.each([
    ['user_password', 'hunter2'],
    ['apiKey', 'abc'],
    ['sessionToken', 'abc'],
    ['note', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc'],
    ['note', `AKIA${'ABCDEFGH12345678'}`],
    ['note', 'Bearer abcdefghijkl'],
    ['note', 'https://alice:hunter2@acme.example/'],
    ['note', `-----BEGIN ${'PRIVATE KEY'}-----`],
    ['note', 'password=hunter2'],
    ['note', 'aZ3dK9pQ7vX1mB5nL8sR2tY6uW4eC0fG'],
  ])('of %s that may be a secret is black', (field, value) => {
    expect(sampleOf(field, value)).toBe('•••');
  });

  it('is cut, without control characters, and shows hashes and addresses as they are', () => {
    expect(sampleOf('text', 'x'.repeat(500))).toHaveLength(100);
    expect(sampleOf('text', 'a\u0000b\nc')).toBe('a b c');
    expect(sampleOf('sum', 'd'.repeat(64))).toBe('d'.repeat(64));
    expect(sampleOf('ips', ['203.0.113.7', '203.0.113.8'])).toBe('203.0.113.7, 203.0.113.8');
    expect(sampleOf('blank', '  ')).toBe(null);
  });
});
