import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseWhileRunning, stopLeftovers } from '../../../infra/local/leftovers.ts';
import { isAlive, signalGroup } from '../../../infra/local/processes.ts';

let home: string;
const started: number[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-leftovers-'));
});

afterEach(() => {
  for (const pid of started.splice(0)) signalGroup(pid, 'SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

function start(...args: string[]): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ...args], { detached: true });
  const pid = child.pid ?? -1;
  started.push(pid);
  return pid;
}

const writePids = (launcher: number, ...pids: number[]) =>
  writeFileSync(
    join(home, 'pids.json'),
    JSON.stringify({ launcher, processes: pids.map((pid) => ({ name: 'one', pid })) }),
  );

/** No process has this id: Linux counts to 4,194,304 at most. */
const nobody = 4_999_999;

describe('stopLeftovers', () => {
  it('stops what a killed launcher wrote down', async () => {
    const pid = start(home);
    writePids(nobody, pid);
    await stopLeftovers(home);
    expect(isAlive(pid)).toBe(false);
  });

  it('leaves a process alone that only got the same id', async () => {
    const pid = start();
    writePids(nobody, pid);
    await stopLeftovers(home);
    expect(isAlive(pid)).toBe(true);
  });
});

describe('refuseWhileRunning', () => {
  it('names the process that runs and how to stop it', () => {
    const pid = start(home);
    writePids(pid);
    expect(() => refuseWhileRunning(home, 'Nothing was reset')).toThrow(
      `Nothing was reset: Gatehouse is running here as process ${pid}; stop it with Ctrl-C there first.`,
    );
  });

  it('says nothing when the launcher is gone or there was none', () => {
    refuseWhileRunning(home, 'x');
    writePids(nobody);
    refuseWhileRunning(home, 'x');
  });
});
