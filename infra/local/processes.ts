import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { LaunchError } from './launch-error.ts';

export type Command = {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Gets everything that the process prints. */
  log: string;
};

export type Processes = {
  /** Starts a process that stays; `graceMs` is how long it may take to finish its work after SIGTERM. */
  start(command: Command & { graceMs: number }): { pid: number; exited: Promise<void> };
  /** Runs a process to its end and gives what it printed. @throws LaunchError with its last words when it fails. */
  run(command: Command): Promise<string>;
  /** Stops everything that is still running, newest first, and waits until it is gone. */
  stopAll(): Promise<void>;
};

const pidFileSchema = z.object({
  launcher: z.number().int(),
  processes: z.array(z.object({ name: z.string(), pid: z.number().int() })),
});
export type PidFile = z.infer<typeof pidFileSchema>;

const pidPath = (home: string) => join(home, 'pids.json');

export function readPids(home: string): PidFile | null {
  if (!existsSync(pidPath(home))) return null;
  const parsed = pidFileSchema.safeParse(JSON.parse(readFileSync(pidPath(home), 'utf8')));
  return parsed.success ? parsed.data : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Signals a process that leads a group, and all that it started. Nothing happens when they are gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Last lines that say something, for the sentence that ends the launcher. */
export function lastWords(output: string, lines = 3): string {
  const clean = output
    .split(String.fromCharCode(27))
    .map((part, i) => (i === 0 ? part : part.replace(/^\[[0-9;]*[A-Za-z]/, '')));
  return clean
    .join('')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at |^[{}\]]/.test(line))
    .slice(-lines)
    .join(' ')
    .slice(0, 400);
}

/** Each process leads a group of its own, so that Ctrl-C reaches only the launcher, which then stops them in order. */
export function createProcesses(home: string): Processes {
  type Entry = {
    name: string;
    child: ChildProcess;
    pid: number;
    graceMs: number;
    exited: Promise<void>;
    gone: boolean;
  };
  const entries: Entry[] = [];
  let stopping = false;

  function writePids(): void {
    const staying = entries.filter((entry) => !entry.gone).map(({ name, pid }) => ({ name, pid }));
    if (staying.length === 0) {
      rmSync(pidPath(home), { force: true });
      return;
    }
    mkdirSync(home, { recursive: true });
    writeFileSync(
      pidPath(home),
      JSON.stringify({ launcher: process.pid, processes: staying } satisfies PidFile),
    );
  }

  function launch({ name, command, args, cwd, env, log }: Command, graceMs: number): Entry {
    if (stopping) throw new LaunchError(`${name} was not started because Gatehouse is stopping.`);
    mkdirSync(dirname(log), { recursive: true });
    const fd = openSync(log, 'w');
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', fd, fd] });
    closeSync(fd);
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const entry: Entry = {
      name,
      child,
      pid: child.pid ?? -1,
      graceMs,
      exited,
      gone: child.pid === undefined,
    };
    entries.push(entry);
    writePids();
    void exited.then(() => {
      entry.gone = true;
      if (entry.pid > 0) signalGroup(entry.pid, 'SIGKILL');
      writePids();
    });
    return entry;
  }

  async function stop(entry: Entry): Promise<void> {
    if (entry.gone || entry.pid < 0) return;
    entry.child.kill('SIGTERM');
    const killer = setTimeout(() => signalGroup(entry.pid, 'SIGKILL'), entry.graceMs);
    await entry.exited;
    clearTimeout(killer);
    signalGroup(entry.pid, 'SIGKILL');
  }

  return {
    start: ({ graceMs, ...command }) => launch(command, graceMs),
    async run(command) {
      const entry = launch(command, 5_000);
      await entry.exited;
      const output = readFileSync(command.log, 'utf8');
      if (entry.child.exitCode !== 0) {
        const why = lastWords(output) || 'it could not be started';
        throw new LaunchError(`${command.name} failed: ${why} (all of it in ${command.log}).`);
      }
      return output;
    },
    async stopAll() {
      stopping = true;
      for (const entry of [...entries].reverse()) await stop(entry);
    },
  };
}
