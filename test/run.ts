import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stopLeftovers } from '../infra/local/leftovers.ts';
import { fail, stopRequested } from '../infra/local/main.ts';
import { repositoryRoot } from '../infra/local/settings.ts';
import { type Check, checks } from './support/checks.ts';
import { runChild, stopChildren } from './support/run-child.ts';
import { addTallies, readTally, type Tally, tallyLine } from './support/tally.ts';

/** A run takes minutes; one that hangs must stop what it started and say so, well before CI gives up (90 minutes). */
const LIMIT_MS = 40 * 60_000;

const output = join(repositoryRoot, 'test', 'output');

async function runCheck({ name, command, args }: Check): Promise<Tally> {
  const started = Date.now();
  const { code, text } = await runChild(command, args);
  const ok = code === 0;
  process.stdout.write(`  ${ok ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  if (!ok) process.stdout.write(`${text}\n`);
  return { passed: 0, failed: ok ? 0 : 1 };
}

async function runSuite(project: 'fast' | 'faults' | 'system', more: readonly string[]): Promise<Tally> {
  const report = join(output, `${project}.json`);
  const args = ['run', '-c', 'test/vitest.config.ts', '--project', project, '--reporter=default'];
  const reporting = ['--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runChild('vitest', [...args, ...reporting, ...more], { show: true });
  return readTally(report, code);
}

/** `npm run check` (static checks and fast tests) and `npm test` (the same, then the faults, and the system tests on a whole cell). */
async function run(what: 'check' | 'all'): Promise<Tally> {
  mkdirSync(output, { recursive: true });
  // Fast tests share their workers' modules: half of their time would go into loading the same ones again.
  const fast = ['--coverage', '--coverage.thresholds.lines=85', '--no-isolate'];
  const tallies = await Promise.all([...checks(repositoryRoot).map(runCheck), runSuite('fast', fast)]);
  if (what === 'all') tallies.push(...(await Promise.all([runSuite('system', []), runSuite('faults', [])])));
  return addTallies(tallies);
}

try {
  const what = process.argv[2] === 'check' ? 'check' : 'all';
  const limit = new Promise<'limit'>((resolve) => setTimeout(() => resolve('limit'), LIMIT_MS).unref());
  const result = await Promise.race([run(what), limit, stopRequested()]);
  if (typeof result === 'string') {
    await stopChildren();
    await stopLeftovers(join(repositoryRoot, '.gatehouse', 'test'));
    const why = result === 'limit' ? `did not end within ${LIMIT_MS / 60_000} minutes` : 'was stopped';
    process.stdout.write(`The run ${why}.\n0 passed, 1 failed\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`\n${tallyLine(result)}\n`);
    if (result.failed > 0) process.exitCode = 1;
  }
} catch (error) {
  fail(error);
}
process.exit();
