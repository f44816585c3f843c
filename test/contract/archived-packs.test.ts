import { beforeAll, describe, expect, test } from 'vitest';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Archive } from '#shared/ports/archive.ts';
import type { EventPack } from '#shared/schema/pack.ts';
import { buildEvent } from '../support/builders/event.ts';
import { buildEventPack } from '../support/builders/pack.ts';
import { keysOf, scratchArchive } from '../support/scratch-archive.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const made = scratchArchive();
let archive: Archive;
beforeAll(() => {
  ({ archive } = made);
});

const pack = (source_id: string, events: EventPack['events'], given: Partial<EventPack> = {}) =>
  buildEventPack('acme', { source_id, events, ...given });
const countedOf = async (sourceId: string) => {
  const names = { sourcesTable: made.scratch.names.sources, auditTable: 'none' };
  return (await makeDynamoSourceStore(made.scratch.client, names).health(acme, sourceId)).events;
};

describe('packs of a source', () => {
  const range = {
    from: new Date('2026-11-22T00:00:00Z'),
    to: new Date('2026-11-23T00:00:00Z'),
  };
  const events = (...texts: string[]) =>
    texts.map((text) =>
      buildEvent('acme', { attributes: { text, 'event.ingested': '2026-11-22T10:00:01.000Z' } }),
    );
  const listed = async (tenantId: typeof acme, sourceId: string, limit = 10) => {
    const found = [];
    let position: string | null = null;
    do {
      const page: Awaited<ReturnType<Archive['readPacks']>> = await archive.readPacks(
        tenantId,
        { ...range, sourceId },
        { limit, position },
      );
      found.push(...page.items);
      position = page.next;
    } while (position !== null);
    return found;
  };

  test('are read whole, by page, without those of other sources and tenants, and of other days', async () => {
    const mine = ['a', 'b', 'c'].map((text) => pack('mine', events(text, `${text}2`)));
    const other = pack('other', events('x'));
    const late = pack('mine', events('late'), { received_at: '2026-11-24T10:00:01.000Z' });
    await archive.store(acme, [...mine, other, late]);
    await archive.keepRaw(acme, mine[0]?.events[0]?.event_id ?? '', '2026-11-22T10:00:01.000Z', 'long');
    for (const limit of [1, 2, 10]) {
      const found = await listed(acme, 'mine', limit);
      expect(new Map(found.map((one) => [one.pack_id, one.events]))).toEqual(
        new Map(mine.map((one) => [one.pack_id, one.events])),
      );
      expect(found).toHaveLength(3);
    }
    expect(await listed(globex, 'mine')).toEqual([]);
  });

  test('are written anew in their place, with their copy, counted no second time', async () => {
    const one = pack('anew', events('before'));
    await archive.store(acme, [one]);
    const [read] = await listed(acme, 'anew');
    if (read === undefined) throw new Error('the pack was not found');
    const changed = { ...read, events: read.events.map((e) => ({ ...e, severity: 9 })) };
    const copy = { schema: 'ecs' as const, translate: () => ({ copied: true }) };
    expect(await archive.replace(acme, changed, copy)).toBe(true);
    const [after] = await listed(acme, 'anew');
    expect([after?.pack_id, after?.source_id, after?.events]).toEqual([one.pack_id, 'anew', changed.events]);
    expect(await countedOf('anew')).toBe(1);
    const copies = (await keysOf(made.s3, made.buckets.archive, 'acme/_ecs/')).filter((key) =>
      key.includes(one.pack_id),
    );
    expect(copies).toHaveLength(1);
    // It comes again from the stream: what was written anew stands.
    await archive.store(acme, [one]);
    expect((await listed(acme, 'anew'))[0]?.events).toEqual(changed.events);
  });

  test('are left alone when they were written or deleted since they were read', async () => {
    const one = pack('raced', events('before'));
    await archive.store(acme, [one]);
    const [read] = await listed(acme, 'raced');
    if (read === undefined) throw new Error('the pack was not found');
    const first = { ...read, events: read.events.map((e) => ({ ...e, severity: 8 })) };
    expect(await archive.replace(acme, first)).toBe(true);
    expect(await archive.replace(acme, { ...read, events: [] })).toBe(false);
    const [now] = await listed(acme, 'raced');
    expect(now?.events[0]?.severity).toBe(8);
    await archive.drop(acme, one.pack_id, one.received_at);
    expect(await archive.replace(acme, now ?? first)).toBe(false);
    expect(await listed(acme, 'raced')).toEqual([]);
  });

  test('refuse a position that is none', async () => {
    const page = { limit: 1, position: '../globex/2026/11/22/10/x.json.gz' };
    await expect(archive.readPacks(acme, { ...range, sourceId: 'mine' }, page)).rejects.toThrow('cursor');
  });
});
