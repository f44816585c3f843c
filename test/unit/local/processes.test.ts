import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createProcesses,
  isAlive,
  lastWords,
  type Processes,
  readPids,
} from '../../../infra/local/processes.ts';
import { waitFor } from '../../../infra/local/wait.ts';

let home: string;
let processes: Processes;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-processes-'));
  processes = createProcesses(home);
});

afterEach(async () => {
  await processes.stopAll();
  rmSync(home, { recursive: true, force: true });
});

const node = (name: string, script: string, log = join(home, `${name}.log`)) => ({
  name,
  command: process.execPath,
  args: ['-e', script],
  cwd: home,
  env: process.env,
  log,
});

describe('run', () => {
  it('gives what the process printed', async () => {
    expect(await processes.run(node('hello', 'console.log("hi")'))).toBe('hi\n');
  });

  it('fails with one sentence that has the process’s last words and its log', async () => {
    const failing = node('cdk deploy', 'console.error("Stack is broken"); process.exit(3)');
    await expect(processes.run(failing)).rejects.toThrow(
      `cdk deploy failed: Stack is broken (all of it in ${failing.log}).`,
    );
  });

  it('fails with a sentence when the program is not there', async () => {
    const missing = { ...node('mvn', ''), command: join(home, 'no-such-program') };
    await expect(processes.run(missing)).rejects.toThrow('mvn failed: it could not be started');
  });
});

describe('stopAll', () => {
  it('lets a process finish its work, ends its children, and forgets the process ids', async () => {
    const done = join(home, 'done');
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      process.on('SIGTERM', () => { require('node:fs').writeFileSync(${JSON.stringify(done)}, 'saved'); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log(child.pid);
    `;
    const entry = node('emulator', script);
    const { pid } = processes.start({ ...entry, graceMs: 10_000 });
    expect(readPids(home)).toEqual({ launcher: process.pid, processes: [{ name: 'emulator', pid }] });
    const childPid = () => Number(readFileSync(entry.log, 'utf8'));
    await waitFor('the child', 10_000, async () => childPid() > 0);
    const child = childPid();

    await processes.stopAll();

    expect(readFileSync(done, 'utf8')).toBe('saved');
    expect(isAlive(pid)).toBe(false);
    await waitFor('the end of the child', 10_000, async () => !isAlive(child));
    expect(existsSync(join(home, 'pids.json'))).toBe(false);
  });

  it('starts nothing any more', async () => {
    await processes.stopAll();
    await expect(processes.run(node('late', ''))).rejects.toThrow('because Gatehouse is stopping');
  });
});

describe('lastWords', () => {
  it('leaves out colours and stack frames', () => {
    const output = '\u001b[31mERROR\u001b[0m No stage was named\n    at main (file.ts:1:1)\n}\n';
    expect(lastWords(output)).toBe('ERROR No stage was named');
  });
});
