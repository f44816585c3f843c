import { LaunchError } from './launch-error.ts';
import { refuseWhileRunning, stopLeftovers } from './leftovers.ts';
import { fail, stopRequested } from './main.ts';
import { createProcesses, type Processes } from './processes.ts';
import { createProgress } from './progress.ts';
import { readSettings, type Settings } from './settings.ts';
import { startStack, stepCount } from './stack.ts';
import { welcome } from './welcome.ts';

/** `npm start`: brings the cell up, says how to use it, and stays until it is told to stop. */
async function start(settings: Settings, processes: Processes, stop: Promise<string>): Promise<void> {
  const startedAt = Date.now();
  refuseWhileRunning(settings.home, 'npm start needs to be the only one');
  await stopLeftovers(settings.home);
  process.stdout.write('Gatehouse starts on this machine; logs are in .gatehouse/logs.\n');
  const progress = createProgress(process.stdout, stepCount);
  const stack = await Promise.race([startStack(settings, processes, progress), stop]);
  if (typeof stack === 'string') throw new LaunchError('Stopped before everything was up.');
  process.stdout.write(`${welcome(stack.facts, (Date.now() - startedAt) / 1000)}\n`);
  const broken = await Promise.race([stack.broken, stop.then(() => null)]);
  process.stdout.write('\nStopping; what Gatehouse knows is being written.\n');
  await stack.stop();
  if (broken) {
    throw new LaunchError(
      `The ${broken} ended by itself: read its log in .gatehouse/logs, then run npm start again.`,
    );
  }
}

const stop = stopRequested();
try {
  const settings = readSettings(process.env);
  const processes = createProcesses(settings.home);
  try {
    await start(settings, processes, stop);
  } finally {
    await processes.stopAll();
  }
} catch (error) {
  fail(error);
}
process.exit();
