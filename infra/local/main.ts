import { ApiRefusal } from '#shared/api/client.ts';
import { LaunchError } from './launch-error.ts';

/** Ends the program with the one sentence of a LaunchError, or with all that is known about a bug. */
export function fail(error: unknown): void {
  let text = String(error instanceof Error ? error.stack : error);
  if (error instanceof LaunchError) text = error.message;
  if (error instanceof ApiRefusal)
    text = `The local API refused: ${error.message} Read .gatehouse/logs/emulator.log.`;
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 1;
}

/** Settles at the first wish to stop: Ctrl-C, a termination signal, or the end of the npm script that started us. */
export function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    process.on('disconnect', () => resolve('disconnect'));
  });
}
