import { DomainError } from '#shared/errors.ts';
import type { Poll, PollProblem } from '#shared/schema/poll.ts';
import type { VendorError } from '#shared/vendors/vendor-error.ts';

/** Seconds after the first failure; they double up to the longest. */
const FIRST_SECONDS = 60;
const LONGEST_SECONDS = 3_600;

/** Failures in a row after which a source is paused: about two hours of what may pass by itself, less of what does not. */
const PATIENCE: Readonly<Record<PollProblem, number>> = {
  credentials: 3,
  cursor: 3,
  answer: 5,
  unreachable: 8,
  limit: Number.POSITIVE_INFINITY,
  not_covered: Number.POSITIVE_INFINITY,
};

/** Answers that say that a page is not known any more. */
const unknownPage = new Set([400, 404, 410, 422]);

export type PollChange = Pick<Poll, 'state' | 'failures' | 'problem' | 'last_error' | 'next_run_at'>;

export function problemOf(error: VendorError, poll: Pick<Poll, 'cursor'>): PollProblem {
  if (error.fault === 'rate_limited') return 'limit';
  if (error.fault === 'unauthenticated' || error.fault === 'forbidden') return 'credentials';
  if (poll.cursor.page !== null && error.status !== null && unknownPage.has(error.status)) return 'cursor';
  return error.passing ? 'unreachable' : 'answer';
}

/** What a failed call means for the source: when to try again, and whether to stop trying. */
export function afterFailure(error: VendorError, poll: Poll, now: Date, random: () => number): PollChange {
  const problem = problemOf(error, poll);
  const failures = problem === 'limit' ? poll.failures : poll.failures + 1;
  const paused = failures >= PATIENCE[problem];
  const ceiling = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.max(0, failures - 1));
  // Half of it at least, so that sources that failed together do not come back together.
  const pause = Math.max(error.retryAfter ?? 0, Math.ceil(ceiling * (0.5 + random() / 2)));
  return {
    state: paused ? 'paused' : 'active',
    failures,
    problem,
    last_error: paused ? `Paused after ${failures} failures in a row. ${error.message}` : error.message,
    next_run_at: later(now, pause),
  };
}

/** What our own side asks for: the tenant's allowance of events is used up, or a stream is full. Null for other errors. */
export function afterRefusal(error: unknown, poll: Poll, now: Date): PollChange | null {
  if (!(error instanceof DomainError)) return null;
  if (error.code !== 'rate_limited' && error.code !== 'unavailable') return null;
  const asked = error.details.retry_after_seconds;
  const { state, failures } = poll;
  return {
    state,
    failures,
    problem: 'limit',
    last_error: error.message,
    next_run_at: later(now, typeof asked === 'number' ? asked : FIRST_SECONDS),
  };
}

/** Seconds until a feed that the customer has no licence or consent for is asked again. */
const NOT_COVERED_SECONDS = 6 * 3_600;

/** A feed that may be missing is no failure of its source: it is asked again later, in case somebody grants it. */
export const notCovered = (error: VendorError, now: Date): PollChange => ({
  state: 'active',
  failures: 0,
  problem: 'not_covered',
  last_error: error.message,
  next_run_at: later(now, NOT_COVERED_SECONDS),
});

export const later = (now: Date, seconds: number): string =>
  new Date(now.getTime() + seconds * 1_000).toISOString();
