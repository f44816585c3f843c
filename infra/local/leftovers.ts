import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from './launch-error.ts';
import { isAlive, readPids, signalGroup } from './processes.ts';

/** @throws LaunchError when a launcher of this home is running. */
export function refuseWhileRunning(home: string, what: string): void {
  const pids = readPids(home);
  if (
    pids &&
    pids.launcher !== process.pid &&
    isAlive(pids.launcher) &&
    commandOf(pids.launcher).includes('node')
  ) {
    throw new LaunchError(
      `${what}: Gatehouse is running here as process ${pids.launcher}; stop it with Ctrl-C there first.`,
    );
  }
}

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

/**
 * Stops what a launcher that was killed left behind: only processes that it wrote down, and only where their command
 * still names this home, since a process id may have been given to somebody else.
 */
export async function stopLeftovers(home: string): Promise<void> {
  const left = (readPids(home)?.processes ?? [])
    .map(({ pid }) => pid)
    .filter((pid) => isAlive(pid) && commandOf(pid).includes(home));
  for (const pid of left) process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < 300 && left.some(isAlive); tries++) await sleep(100);
  for (const pid of left) signalGroup(pid, 'SIGKILL');
}
