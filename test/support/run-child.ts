import { type ChildProcess, spawn } from 'node:child_process';
import { repositoryRoot } from '../../infra/local/settings.ts';

const children = new Set<ChildProcess>();

/** Runs a command of node_modules/.bin (the launcher put it on the PATH) to its end. */
export function runChild(
  command: string,
  args: readonly string[],
  options: { show?: boolean } = {},
): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const stdio = options.show ? 'inherit' : 'pipe';
    const child = spawn(command, args, { cwd: repositoryRoot, stdio: ['ignore', stdio, stdio] });
    children.add(child);
    const parts: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => parts.push(part));
    child.stderr?.on('data', (part: Buffer) => parts.push(part));
    const end = (code: number, more = '') => {
      children.delete(child);
      resolve({ code, text: Buffer.concat(parts).toString() + more });
    };
    child.once('error', (error) => end(1, error.message));
    child.once('close', (code) => end(code ?? 1));
  });
}

/** Asks what still runs to end, and ends it after a while. */
export async function stopChildren(): Promise<void> {
  await Promise.all(
    [...children].map(
      (child) =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
          child.once('close', () => {
            clearTimeout(timer);
            resolve();
          });
          child.kill('SIGINT');
        }),
    ),
  );
}
