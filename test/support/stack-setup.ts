import type { TestProject } from 'vitest/node';
import { refuseWhileRunning, stopLeftovers } from '../../infra/local/leftovers.ts';
import { type LocalFile, readLocalFile } from '../../infra/local/local-file.ts';
import { createProcesses } from '../../infra/local/processes.ts';
import { createProgress } from '../../infra/local/progress.ts';
import { startStack, stepCount } from '../../infra/local/stack.ts';
import { testSettings } from '../../infra/local/test-settings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The running cell: what `.gatehouse/local.json` says of an `npm start`. */
    stack: LocalFile;
  }
}

/**
 * Starts a whole cell for the system tests and stops it after them. With GATEHOUSE_HOME (such as `.gatehouse`) the
 * tests run against the cell that `npm start` runs there instead, which saves its start while one is writing them.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { GATEHOUSE_HOME } = process.env;
  if (GATEHOUSE_HOME) {
    const facts = readLocalFile(GATEHOUSE_HOME);
    if (!facts) throw new Error(`No cell is known in ${GATEHOUSE_HOME}: run npm start first.`);
    project.provide('stack', facts);
    return async () => {};
  }
  const settings = await testSettings(process.env);
  refuseWhileRunning(settings.home, 'The system tests can run once at a time');
  await stopLeftovers(settings.home);
  const processes = createProcesses(settings.home);
  try {
    const stack = await startStack(settings, processes, createProgress(process.stdout, stepCount));
    project.provide('stack', stack.facts);
    return () => stack.stop();
  } catch (error) {
    await processes.stopAll();
    throw error;
  }
}
