import { describe, expect, it } from 'vitest';
import { drainForwarding } from '#shared/pipeline/forward/drain-forwarding.ts';
import { acme, answered, type ForwardWorld, forwardWorld, umbra } from '../../support/forward-world.ts';

const rowsOf = (...ids: string[]) => ids.map((EventId) => ({ EventId, Kind: 'event' }));

/** Holds one object for each list of ids, as a failed try leaves them. */
async function heldFor(world: ForwardWorld, tenant: typeof acme, ...lists: string[][]): Promise<void> {
  for (const [i, ids] of lists.entries()) {
    const at = new Date(world.now.getTime() + i).toISOString();
    await world.backlog.hold(tenant, { at, reason: 'down', rows: rowsOf(...ids) });
    await world.ports.store.noteHeld(tenant);
  }
}

const failing = (world: ForwardWorld, tenant: typeof acme) =>
  world.ports.store.noteFailure(tenant, {
    state: 'failing',
    reason: 'down',
    since: world.now.toISOString(),
    attempts: 3,
    retry_at: new Date(world.now.getTime() + 60_000).toISOString(),
  });

describe('what is held', () => {
  it('is sent once its time has come, oldest first and in few calls, and the tenant’s state says so', async () => {
    const world = await forwardWorld();
    await heldFor(world, acme, ['a', 'b'], ['c'], ['d']);
    await failing(world, acme);
    expect(await drainForwarding(world.ports)).toMatchObject({ tenants: 0, sent: 0 });
    world.later(2);
    expect(await drainForwarding(world.ports)).toEqual({ tenants: 1, sent: 4, refused: 0, failed: [] });
    expect(world.taken(acme)).toEqual(['a', 'b', 'c', 'd']);
    expect(world.calls).toHaveLength(1);
    expect(await world.backlog.list(acme, 10)).toEqual([]);
    expect(world.rows.get('acme')).toMatchObject({ state: 'flowing', reason: null, holds: 3, drained: 3 });
    expect(await drainForwarding(world.ports)).toMatchObject({ tenants: 0 });
  });

  it('is all sent, however many objects there are', async () => {
    const world = await forwardWorld();
    const ids = Array.from({ length: 57 }, (_, i) => `e${String(i).padStart(3, '0')}`);
    await heldFor(world, acme, ...ids.map((id) => [id]));
    expect(await drainForwarding(world.ports)).toMatchObject({ sent: 57 });
    expect(world.taken(acme)).toEqual(ids);
  });

  it('stays where Azure still fails, and another tenant’s goes', async () => {
    const world = await forwardWorld();
    await heldFor(world, acme, ['a']);
    await heldFor(world, umbra, ['u']);
    world.answer = ({ tenant }) => (tenant === acme ? answered(503) : null);
    expect(await drainForwarding(world.ports)).toEqual({ tenants: 2, sent: 1, refused: 0, failed: [] });
    expect(await world.backlog.list(acme, 10)).toHaveLength(1);
    expect(world.rows.get('acme')).toMatchObject({ state: 'failing', attempts: 1, drained: 0 });
    expect(world.taken(umbra)).toEqual(['u']);
  });

  it('is kept in part where Azure fails on the way, so that nothing goes twice', async () => {
    const world = await forwardWorld();
    const big = (EventId: string) => ({ EventId, Attributes: { text: 'x'.repeat(500_000) } });
    const at = world.now.toISOString();
    await world.backlog.hold(acme, { at, reason: 'down', rows: [big('a'), big('b')] });
    await world.ports.store.noteHeld(acme);
    world.answer = ({ rows }) => (rows.some(({ EventId }) => EventId === 'b') ? answered(503) : null);
    await drainForwarding(world.ports);
    world.answer = () => null;
    world.later(1);
    await drainForwarding(world.ports);
    expect(world.taken(acme)).toEqual(['a', 'b']);
    expect(await world.backlog.list(acme, 10)).toEqual([]);
  });

  it('goes without the row that Azure refuses, which is set aside with the reason', async () => {
    const world = await forwardWorld();
    const ids = Array.from({ length: 100 }, (_, i) => `e${i}`);
    await heldFor(world, acme, ids);
    world.answer = ({ rows }) => (rows.some(({ EventId }) => EventId === 'e42') ? answered(400) : null);
    expect(await drainForwarding(world.ports)).toMatchObject({ sent: 99, refused: 1 });
    expect(world.taken(acme)).toEqual(ids.filter((id) => id !== 'e42'));
    expect(world.backlog.refused).toMatchObject([
      { tenantId: 'acme', held: { reason: expect.stringContaining('400'), rows: [{ EventId: 'e42' }] } },
    ]);
    expect(world.rows.get('acme')).toMatchObject({
      refused: 1,
      refused_reason: expect.stringContaining('400'),
    });
  });

  it('is not set aside while nothing at all goes through: the rule is at fault', async () => {
    const world = await forwardWorld();
    await heldFor(world, acme, ['a'], ['b']);
    await failing(world, acme);
    world.later(2);
    world.answer = () => answered(400);
    expect(await drainForwarding(world.ports)).toMatchObject({ sent: 0, refused: 0 });
    expect(await world.backlog.list(acme, 10)).toHaveLength(2);
    expect(world.rows.get('acme')).toMatchObject({ state: 'failing', attempts: 4, drained: 0 });
    world.answer = () => null;
    world.later(60);
    await drainForwarding(world.ports);
    expect(world.taken(acme)).toEqual(['a', 'b']);
  });

  it('that comes while it is drained is drained the next time', async () => {
    const world = await forwardWorld();
    await heldFor(world, acme, ['a']);
    world.answer = () => {
      void world.ports.store.noteHeld(acme);
      return null;
    };
    await drainForwarding(world.ports);
    expect(world.rows.get('acme')).toMatchObject({ holds: 2, drained: 1 });
  });

  it('is left for the next time when time is up, and that is no failure', async () => {
    const world = await forwardWorld();
    const big = (EventId: string) => [{ EventId, Attributes: { text: 'x'.repeat(600_000) } }];
    for (const id of ['a', 'b']) {
      await world.backlog.hold(acme, { at: world.now.toISOString(), reason: 'down', rows: big(id) });
      await world.ports.store.noteHeld(acme);
    }
    world.answer = () => {
      world.later(3);
      return null;
    };
    expect(await drainForwarding(world.ports)).toMatchObject({ sent: 1, failed: [] });
    expect(world.rows.get('acme')).toMatchObject({ state: 'flowing', drained: 0 });
    await drainForwarding(world.ports);
    expect(world.taken(acme)).toEqual(['a', 'b']);
  });

  it('is not sent twice by two calls at once', async () => {
    const world = await forwardWorld();
    await heldFor(world, acme, ['a'], ['b']);
    await Promise.all([drainForwarding(world.ports), drainForwarding(world.ports)]);
    expect(world.taken(acme)).toEqual(['a', 'b']);
    expect(world.rows.get('acme')).toMatchObject({ draining_until: null, drained: 2 });
  });

  it('of a tenant that can’t be read is reported, and the others’ goes', async () => {
    const world = await forwardWorld();
    await heldFor(world, acme, ['a']);
    await heldFor(world, umbra, ['u']);
    const read = world.backlog.read;
    world.ports.backlog.read = async (tenant, name) => {
      if (tenant === acme) throw new Error('damage');
      return read(tenant, name);
    };
    expect(await drainForwarding(world.ports)).toMatchObject({ failed: ['acme'], sent: 1 });
  });
});
