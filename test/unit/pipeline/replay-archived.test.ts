import { describe, expect, it } from 'vitest';
import { planAdaptations } from '#shared/connectors/adaptation/plan.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { archiveRecords } from '#shared/pipeline/archive-records.ts';
import { forwardEvents } from '#shared/pipeline/forward/forward-events.ts';
import { EVENT_PACK_BYTES } from '#shared/pipeline/limits.ts';
import { encodePack } from '#shared/pipeline/pack-codec.ts';
import { replayArchived } from '#shared/pipeline/replay-archived.ts';
import type { AttributeValue } from '#shared/schema/event.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { buildEventPack } from '../../support/builders/pack.ts';
import { buildDecision } from '../../support/builders/sighting.ts';
import { makeFakePorts } from '../../support/fake-ports.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

const plan = (version = 1) =>
  planAdaptations({ version, decisions: [buildDecision({ connector: 'ecs-json', version })] }, null);

const event = (tenant: string, attributes: Record<string, AttributeValue>) =>
  buildEvent(tenant, {
    attributes: {
      'event.ingested': '2026-11-22T10:00:01.000Z',
      'parser.version': '1.0.0',
      'parse.status': 'full',
      ...attributes,
    },
  });

function world(...packs: { tenant?: string; source?: string; events: Record<string, AttributeValue>[] }[]) {
  const { ports, state } = makeFakePorts();
  for (const { tenant = 'acme', source = 'source-1', events } of packs) {
    const {
      v: _,
      tenant_id: tenantId,
      ...pack
    } = buildEventPack(tenant, {
      source_id: source,
      events: events.map((one) => event(tenant, one)),
    });
    state.kept.push({ tenantId, pack: { ...pack, seen: '1' } });
  }
  const range = {
    from: new Date('2026-11-22T00:00:00Z'),
    to: new Date('2026-11-23T00:00:00Z'),
    sourceId: 'source-1',
  };
  const replay = (with_ = plan(), position: string | null = null) =>
    replayArchived(ports, acme, { range, plan: with_, copy: null }, { limit: 10, position });
  return { ports, state, replay };
}

describe('a replay of archived events', () => {
  it('writes the adapted ones anew in their place, as the same events, and shows them to detection', async () => {
    const { state, replay } = world({ events: [{ client_addr: '203.0.113.7' }, { other: 'x' }] });
    const before = structuredClone(state.kept);
    expect((await replay()).counts).toEqual({ examined: 2, changed: 1, skipped: 0 });
    const [kept] = state.kept;
    expect(kept?.pack.pack_id).toBe(before[0]?.pack.pack_id);
    expect(kept?.pack.events.map(({ event_id }) => event_id)).toEqual(
      before[0]?.pack.events.map(({ event_id }) => event_id),
    );
    expect(kept?.pack.events[0]?.attributes).toMatchObject({
      'source.ip': '203.0.113.7',
      'parser.version': '1.0.0+m1',
    });
    expect(kept?.pack.events[1]).toEqual(before[0]?.pack.events[1]);
    expect(state.detected.map(({ again, events }) => [again, events])).toEqual([
      [true, [kept?.pack.events[0]]],
    ]);
  });

  it('changes nothing the second time, nor under a version that says the same', async () => {
    const { state, replay } = world({ events: [{ client_addr: '203.0.113.7' }] });
    await replay();
    const after = structuredClone(state.kept);
    expect((await replay()).counts.changed).toBe(0);
    expect((await replay(plan(7))).counts.changed).toBe(0);
    expect(state.kept).toEqual(after);
    expect(state.detected).toHaveLength(1);
  });

  it('takes back what was undone', async () => {
    const { state, replay } = world({ events: [{ client_addr: '203.0.113.7' }] });
    const before = structuredClone(state.kept[0]?.pack.events);
    await replay();
    expect((await replay(null)).counts.changed).toBe(1);
    expect(state.kept[0]?.pack.events).toEqual(before);
  });

  it('leaves other sources’ and other tenants’ events alone', async () => {
    const { state, replay } = world(
      { source: 'source-2', events: [{ client_addr: '203.0.113.7' }] },
      { tenant: 'globex', events: [{ client_addr: '203.0.113.7' }] },
    );
    const before = structuredClone(state.kept);
    expect((await replay()).counts).toEqual({ examined: 0, changed: 0, skipped: 0 });
    expect(state.kept).toEqual(before);
  });

  it('counts as skipped what somebody else wrote meanwhile', async () => {
    const { ports, state, replay } = world({ events: [{ client_addr: '203.0.113.7' }] });
    ports.archive = { ...ports.archive, replace: async () => false };
    expect((await replay()).counts).toEqual({ examined: 1, changed: 0, skipped: 1 });
    expect(state.kept[0]?.pack.events[0]?.attributes['source.ip']).toBeUndefined();
  });

  it('that was cut off before the archive had it is done again', async () => {
    const { ports, state, replay } = world({ events: [{ client_addr: '203.0.113.7' }] });
    const { archive } = ports;
    ports.archive = { ...archive, replace: () => Promise.reject(new Error('cut off')) };
    await expect(replay()).rejects.toThrow('cut off');
    ports.archive = archive;
    expect((await replay()).counts.changed).toBe(1);
    expect(new Set(state.detected.map(({ pack_id }) => pack_id)).size).toBe(1);
  });

  it('sends no more to detection at once than a record holds', async () => {
    const big = { client_addr: '203.0.113.7', text: 'x'.repeat(400_000) };
    const { state, replay } = world({ events: [big, big, big] });
    await replay();
    const sizes = state.detected.map((pack) => JSON.stringify(pack.events).length);
    expect(Math.max(...sizes)).toBeLessThan(EVENT_PACK_BYTES + 2);
    expect(state.detected.flatMap(({ events }) => events)).toHaveLength(3);
    expect(new Set(state.detected.map(({ pack_id }) => pack_id)).size).toBe(state.detected.length);
  });
});

describe('events that come again', () => {
  const records = [{ sequence: '1', data: encodePack(buildEventPack('acme', { again: true })) }];

  it('are neither archived nor counted nor noted', async () => {
    const refuse = async () => {
      throw new Error('asked for');
    };
    const ports = { store: refuse, storeUncounted: refuse, failUnreadable: refuse };
    const rest = { tenants: { get: refuse }, noteKinds: refuse, noteFields: refuse, warn: () => {} };
    await expect(archiveRecords({ archive: ports, ...rest }, records)).resolves.toBe(1);
  });

  it('are sent on to nobody', async () => {
    const ports = {
      forwarding: { get: async () => ({ tenant_id: acme }) },
      now: () => new Date(),
    } as unknown as Parameters<typeof forwardEvents>[0];
    expect(await forwardEvents(ports, new Map([['acme', records]]))).toEqual({ sent: 0, held: 0 });
  });

  it('never are another tenant’s', async () => {
    const { ports, state } = world({ tenant: 'globex', events: [{ client_addr: '203.0.113.7' }] });
    const range = { from: new Date(0), to: new Date('2030-01-01'), sourceId: 'source-1' };
    const own = await replayArchived(
      ports,
      globex,
      { range, plan: plan(), copy: null },
      { limit: 1, position: null },
    );
    expect(own.counts.changed).toBe(1);
    expect(state.detected.every(({ tenant_id }) => tenant_id === 'globex')).toBe(true);
  });
});
