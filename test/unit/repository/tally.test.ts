import { describe, expect, it } from 'vitest';
import { addTallies, tallyLine, tallyOf } from '../../support/tally.ts';

const report = (passed: number, failed: number, files: { status: string; tests: string[] }[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  })),
});

describe('tallyOf', () => {
  it('counts tests', () => {
    const files = [{ status: 'failed', tests: ['passed', 'failed'] }];
    expect(tallyOf(report(5, 1, files), 1)).toEqual({ passed: 5, failed: 1 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(tallyOf(report(5, 0, [{ status: 'failed', tests: [] }]), 1)).toEqual({ passed: 5, failed: 1 });
  });

  it('counts a file whose hooks failed as one failure', () => {
    expect(tallyOf(report(5, 0, [{ status: 'failed', tests: ['skipped'] }]), 1)).toEqual({
      passed: 5,
      failed: 1,
    });
  });

  it('counts a run that ended badly with all tests passed, such as one with too little coverage', () => {
    expect(tallyOf(report(5, 0), 1)).toEqual({ passed: 5, failed: 1 });
  });

  it('counts a run without a report as one failure, even if it says that all is well', () => {
    expect(tallyOf(null, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('tallyLine', () => {
  it('sums all suites in the form that CI reads', () => {
    const sum = addTallies([
      { passed: 2, failed: 0 },
      { passed: 3, failed: 1 },
    ]);
    expect(tallyLine(sum)).toBe('5 passed, 1 failed');
  });
});
