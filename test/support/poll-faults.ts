import { expect } from 'vitest';
import type { Fault } from '../standins/faults.ts';
import { type Connected, type FeedServer, type PollWorld, pollWorld } from './poll-world.ts';

/** What goes wrong at a call: refusals of all kinds, and answers that never come or are lost after they took effect. */
export const callFaults: readonly Pick<Fault, 'kind' | 'moment'>[] = [
  { kind: '500', moment: 'before' },
  { kind: '401', moment: 'before' },
  { kind: '429', moment: 'before' },
  { kind: 'timeout', moment: 'before' },
  { kind: 'reset', moment: 'after' },
];

/** Runs until nothing is due within the day, with the vendors well again, as many as a feed may take. */
async function readOn(world: PollWorld): Promise<void> {
  for (let run = 0; run < 4; run++) {
    world.later(3_600);
    await world.run();
  }
}

const idsOf = (world: PollWorld, field: string): string[] =>
  world.texts().map((text) => String((JSON.parse(text) as Record<string, unknown>)[field]));

/**
 * Lets each call of a first run go wrong in turn, three times so that no repetition helps, and proves that afterwards
 * everything was taken once. Gives how many calls were struck.
 */
export async function proveEachCall(
  server: FeedServer,
  connected: Connected,
  feed: string,
  fault: Pick<Fault, 'kind' | 'moment'>,
  fill: () => void,
  idField: string,
  expected: readonly string[],
): Promise<number> {
  for (let at = 1; ; at++) {
    server.reset();
    fill();
    const world = pollWorld(server, connected, feed);
    world.ports.vendorCalls = { ...world.ports.vendorCalls, timeoutMs: 60 };
    server.faults.arm({ ...fault, at, times: 3 });
    await world.run();
    if (server.faults.waiting() > 0) return at - 1;
    server.faults.clear();
    await readOn(world);
    const ids = idsOf(world, idField);
    expect([`call ${at}`, ids.sort()]).toEqual([`call ${at}`, [...expected].sort()]);
    expect(world.poll()).toMatchObject({ state: 'active', problem: null, failures: 0 });
  }
}

/** Lets a run die at each of its writes in turn, and proves that the next ones take everything once. */
export async function proveEachWrite(
  server: FeedServer,
  connected: Connected,
  feed: string,
  fill: () => void,
  idField: string,
  expected: readonly string[],
): Promise<number> {
  for (let at = 1; ; at++) {
    server.reset();
    fill();
    const world = pollWorld(server, connected, feed);
    const { update } = world.ports.polls;
    let writes = 0;
    world.ports.polls.update = async (tenantId, poll) => {
      if (++writes === at) throw new Error('killed');
      return update(tenantId, poll);
    };
    const died = await world.run().then(
      () => false,
      () => true,
    );
    if (!died) return at - 1;
    world.ports.polls.update = update;
    await readOn(world);
    const ids = idsOf(world, idField);
    expect([`write ${at}`, ids.sort()]).toEqual([`write ${at}`, [...expected].sort()]);
  }
}
