import { expect } from 'vitest';
import { Killed, type MemoryCloud, makeMemoryCloud } from './memory-cloud.ts';

/**
 * Delivers a batch to a function that is killed before or after each of its writes in turn, and then delivers it again
 * until it ends, as a stream does. What is stored must each time be what the undisturbed run stored.
 */
export async function expectSameWhereverKilled(
  deliver: (cloud: MemoryCloud) => Promise<unknown>,
  stored: (cloud: MemoryCloud) => unknown,
): Promise<void> {
  const calm = makeMemoryCloud();
  await deliver(calm);
  expect(calm.writes).toBeGreaterThan(0);
  for (let at = 1; at <= calm.writes; at++) {
    for (const moment of ['before', 'after'] as const) {
      const cloud = makeMemoryCloud();
      cloud.kill = { at, moment };
      await expect(deliver(cloud)).rejects.toThrow(Killed);
      await new Promise(setImmediate);
      await deliver(cloud);
      expect(stored(cloud), `killed ${moment} write ${at}`).toEqual(stored(calm));
      await deliver(cloud);
      expect(stored(cloud), `killed ${moment} write ${at}, delivered once more`).toEqual(stored(calm));
    }
  }
}
