import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, chunkRows } from '#shared/pipeline/forward/chunk-rows.ts';
import { forwardAlerts } from '#shared/pipeline/forward/forward-alerts.ts';
import { forwardEvents } from '#shared/pipeline/forward/forward-events.ts';
import { encodePack } from '#shared/pipeline/pack-codec.ts';
import type { StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { PROBE_MARK, PROBE_RULE } from '#shared/schema/probe.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { buildEventPack } from '../../support/builders/pack.ts';
import { acme, answered, type ForwardWorld, forwardWorld, umbra } from '../../support/forward-world.ts';

const packOf = (tenant: string, events: readonly CanonicalEvent[]): StreamRecord => ({
  sequence: '1',
  data: encodePack(buildEventPack(tenant, { events: [...events] })),
});

async function forward(world: ForwardWorld, ...batch: [tenant: string, events: CanonicalEvent[]][]) {
  return forwardEvents(
    world.ports,
    new Map(batch.map(([tenant, events]) => [tenant, [packOf(tenant, events)]])),
  );
}

const idsOf = (events: readonly CanonicalEvent[]) => events.map(({ event_id }) => event_id);
const heldIds = async ({ backlog }: ForwardWorld, tenant: typeof acme) => {
  const held = await Promise.all(
    (await backlog.list(tenant, 1_000)).map((name) => backlog.read(tenant, name)),
  );
  return held.flatMap(({ rows }) => rows.map((row) => row.EventId));
};

describe('rows in bodies', () => {
  it('keep their order, stay under the limit and are all there', () => {
    const rows = Array.from({ length: 2_000 }, (_, EventId) => ({
      EventId,
      Text: 'ü'.repeat(EventId % 900),
    }));
    const chunks = chunkRows(rows);
    expect(chunks.flat()).toEqual(rows);
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks)
      expect(Buffer.byteLength(JSON.stringify(chunk))).toBeLessThanOrEqual(CHUNK_BYTES);
    // None could have been joined with the one before.
    const [first = [], second = []] = chunks;
    expect(Buffer.byteLength(JSON.stringify([...first, second[0]]))).toBeGreaterThan(CHUNK_BYTES);
  });

  it('fill a body to the last byte', () => {
    const rows = [{ a: 'x' }, { a: 'y' }];
    const exact = Buffer.byteLength(JSON.stringify(rows));
    expect(chunkRows(rows, exact + 1)).toHaveLength(1);
    expect(chunkRows(rows, exact - 1)).toHaveLength(2);
  });

  it('lose their attributes where one alone is too large, and say so', () => {
    const [[row] = []] = chunkRows([{ EventId: 'e', Attributes: { text: 'x'.repeat(CHUNK_BYTES) } }]);
    expect(row).toEqual({ EventId: 'e', Attributes: { 'gatehouse.shortened': true } });
  });
});

describe('events', () => {
  it('reach the Azure of their own tenant, and nothing is unpacked for one without a target', async () => {
    const world = await forwardWorld();
    const [mine, theirs] = [[buildEvent('acme')], [buildEvent('umbra')]];
    const noPack = { sequence: '2', data: new Uint8Array([1]) };
    const outcome = await forwardEvents(
      world.ports,
      new Map([
        ['acme', [packOf('acme', mine)]],
        ['umbra', [packOf('umbra', theirs)]],
        ['globex', [noPack]],
        ['', [noPack]],
      ]),
    );
    expect(outcome).toEqual({ sent: 2, held: 0 });
    expect(world.taken(acme)).toEqual(idsOf(mine));
    expect(world.taken(umbra)).toEqual(idsOf(theirs));
    expect(world.rows.get('acme')?.last_sent_at).toBe('2026-11-22T09:00:00.000Z');
  });

  it('of another tenant than their partition says go nowhere, and an unreadable record stops no other', async () => {
    const world = await forwardWorld();
    const mine = [buildEvent('acme')];
    const records = [
      { sequence: '1', data: new Uint8Array([0x7b]) },
      packOf('umbra', [buildEvent('umbra')]),
      packOf('acme', mine),
    ];
    await forwardEvents(world.ports, new Map([['acme', records]]));
    expect(world.taken(acme)).toEqual(idsOf(mine));
    expect(world.taken(umbra)).toEqual([]);
  });

  it('that a validation marked stay here, and so does their alert', async () => {
    const world = await forwardWorld();
    const marked = buildEvent('acme', { attributes: { 'related.user': [`${PROBE_MARK}token`] } });
    expect(await forward(world, ['acme', [marked]])).toEqual({ sent: 0, held: 0 });
    const rule = { id: PROBE_RULE, title: 'Marker', level: 'low' as const, tags: [] };
    const steps = [{ alert: buildAlert('acme', { rule }), before: null }];
    expect(await forwardAlerts(world.ports, steps)).toEqual({ sent: 0, held: 0 });
    expect(world.calls).toEqual([]);
  });

  it('of one tenant are held while its Azure is down, and another’s go on', async () => {
    const world = await forwardWorld();
    world.answer = ({ tenant }) => (tenant === acme ? answered(503) : null);
    const [mine, theirs] = [[buildEvent('acme')], [buildEvent('umbra')]];
    expect(await forward(world, ['acme', mine], ['umbra', theirs])).toEqual({ sent: 1, held: 1 });
    expect(world.taken(umbra)).toEqual(idsOf(theirs));
    expect(await heldIds(world, acme)).toEqual(idsOf(mine));
    expect(world.calls.filter(({ tenant }) => tenant === acme)).toHaveLength(2);
    expect(world.rows.get('acme')).toMatchObject({
      state: 'failing',
      since: '2026-11-22T09:00:00.000Z',
      reason: expect.stringContaining('azure answered with 503'),
      attempts: 1,
      retry_at: '2026-11-22T09:00:30.000Z',
      holds: 1,
    });
    expect(world.rows.get('umbra')).toMatchObject({ state: 'flowing', holds: 0 });
  });

  it('are held without a call until the time to try again, which grows, while since stays', async () => {
    const world = await forwardWorld();
    world.answer = () => answered(503);
    await forward(world, ['acme', [buildEvent('acme')]]);
    const calls = world.calls.length;
    await forward(world, ['acme', [buildEvent('acme')]]);
    expect(world.calls).toHaveLength(calls);
    expect(await heldIds(world, acme)).toHaveLength(2);
    world.later(1);
    await forward(world, ['acme', [buildEvent('acme')]]);
    expect(world.calls.length).toBeGreaterThan(calls);
    expect(world.rows.get('acme')).toMatchObject({
      attempts: 2,
      since: '2026-11-22T09:00:00.000Z',
      retry_at: '2026-11-22T09:02:00.000Z',
      holds: 3,
    });
  });

  it('are tried once more after a passing fault, with the pause that Azure asks for', async () => {
    const world = await forwardWorld();
    world.answer = () => (world.calls.length === 1 ? answered(429, 2) : null);
    expect(await forward(world, ['acme', [buildEvent('acme')]])).toEqual({ sent: 1, held: 0 });
    expect(world.waits).toEqual([2_000]);
  });

  it('are held for as long as Azure asks for where that is long', async () => {
    const world = await forwardWorld();
    world.answer = () => answered(429, 600);
    await forward(world, ['acme', [buildEvent('acme')]]);
    expect([world.calls.length, world.waits]).toEqual([1, []]);
    expect(world.rows.get('acme')?.retry_at).toBe('2026-11-22T09:10:00.000Z');
  });

  it('wait where the right is refused in the first half hour, and fail after it', async () => {
    const world = await forwardWorld();
    world.answer = () => answered(403);
    await forward(world, ['acme', [buildEvent('acme')]]);
    expect(world.rows.get('acme')).toMatchObject({
      state: 'waiting',
      reason: expect.stringContaining('up to 30 minutes'),
      retry_at: '2026-11-22T09:02:00.000Z',
    });
    world.later(31);
    await forward(world, ['acme', [buildEvent('acme')]]);
    expect(world.rows.get('acme')).toMatchObject({
      state: 'failing',
      reason: expect.stringContaining('lacks a right'),
      since: '2026-11-22T09:00:00.000Z',
    });
    world.answer = () => null;
    world.later(31);
    await forward(world, ['acme', [buildEvent('acme')]]);
    expect(world.rows.get('acme')).toMatchObject({
      state: 'flowing',
      reason: null,
      retry_at: null,
      attempts: 0,
    });
    expect(await heldIds(world, acme)).toHaveLength(2);
  });

  it('of a body that is too large go in halves, each once', async () => {
    const world = await forwardWorld();
    world.answer = ({ rows }) => (rows.length > 2 ? answered(413) : null);
    const mine = Array.from({ length: 9 }, () => buildEvent('acme'));
    expect(await forward(world, ['acme', mine])).toEqual({ sent: 9, held: 0 });
    expect(world.taken(acme)).toEqual(idsOf(mine));
  });

  it('are held where nobody foresaw the failure, and told of', async () => {
    const world = await forwardWorld();
    const told: string[] = [];
    world.ports.warn = (message) => void told.push(message);
    world.answer = () => new TypeError('a slip');
    expect(await forward(world, ['acme', [buildEvent('acme')]])).toEqual({ sent: 0, held: 1 });
    expect(told).toEqual(['events were not sent on']);
    expect(world.rows.get('acme')?.reason).toContain('Gatehouse itself failed');
  });

  it('that are left when time is up are held', async () => {
    const world = await forwardWorld();
    const mine = Array.from({ length: 60 }, () =>
      buildEvent('acme', {
        attributes: Object.fromEntries(
          Array.from({ length: 6 }, (_, i) => [`labels.l${i}`, 'x'.repeat(8_000)]),
        ),
      }),
    );
    world.answer = () => {
      world.later(1);
      return null;
    };
    const { sent, held } = await forward(world, ['acme', mine]);
    expect([sent > 0, held > 0, sent + held]).toEqual([true, true, 60]);
    expect([...world.taken(acme), ...(await heldIds(world, acme))].sort()).toEqual(idsOf(mine).sort());
    expect(world.rows.get('acme')?.reason).toContain('too long');
  });

  it('come again as a whole where they can’t be held either', async () => {
    const world = await forwardWorld();
    world.answer = () => answered(503);
    world.backlog.hold = async () => {
      throw new Error('S3 is down');
    };
    await expect(forward(world, ['acme', [buildEvent('acme')]])).rejects.toThrow('S3 is down');
  });
});

describe('alerts', () => {
  it('are told when they are new and when their status changes, and not when they only grow', async () => {
    const world = await forwardWorld();
    const alert = buildAlert('acme');
    const closed = { ...alert, status: 'closed' as const };
    const outcome = await forwardAlerts(world.ports, [
      { alert, before: null },
      { alert: { ...alert, count: 11 }, before: 'open' },
      { alert: closed, before: 'open' },
      { alert: buildAlert('globex'), before: null },
    ]);
    expect(outcome).toEqual({ sent: 2, held: 0 });
    expect(world.calls.flatMap(({ rows }) => rows)).toMatchObject([
      { Kind: 'alert', EventId: alert.alert_id, Status: 'open' },
      { Kind: 'alert', EventId: alert.alert_id, Status: 'closed' },
    ]);
  });
});
