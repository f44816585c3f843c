import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from './launch-error.ts';

/** True when the address answers with a success status. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Asks again until `ready`. @throws LaunchError when it takes longer than `limitMs` or when the process ends before. */
export async function waitFor(
  what: string,
  limitMs: number,
  ready: () => Promise<boolean>,
  exited?: Promise<void>,
): Promise<void> {
  let ended = false;
  void exited?.then(() => {
    ended = true;
  });
  const deadline = Date.now() + limitMs;
  while (!(await ready())) {
    if (ended) throw new LaunchError(`${what} ended before it was ready: read its log and try again.`);
    if (Date.now() > deadline) {
      throw new LaunchError(`${what} did not answer within ${limitMs / 1000} s: read its log and try again.`);
    }
    await sleep(150);
  }
}
