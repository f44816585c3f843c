import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';

export type Tally = { passed: number; failed: number };

/** What is read of the JSON report that Vitest writes. */
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/**
 * Counts one suite. A file that failed without a failed test (it could not be loaded, or its hooks failed) counts as
 * one failure; so does a run that ended badly although no test failed (coverage, an error outside tests, a crash).
 */
export function tallyOf(report: unknown, exitCode: number): Tally {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = parsed.data;
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  return { passed: numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** Reads and removes a report, so that an older run's can never stand in for one that was not written. */
export function readTally(path: string, exitCode: number): Tally {
  const report: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  rmSync(path, { force: true });
  return tallyOf(report, exitCode);
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed }),
    {
      passed: 0,
      failed: 0,
    },
  );
}

/** The last line of `npm test`. */
export const tallyLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;
