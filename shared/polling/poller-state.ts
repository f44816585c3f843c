import type { Poll } from '#shared/schema/poll.ts';
import type { PollerState } from '#shared/schema/source.ts';

/** Where the fetching of a source stands over all its feeds; null before it began. */
export function pollerStateOf(polls: readonly Poll[]): PollerState | null {
  if (polls.length === 0) return null;
  const runs = polls.map(({ last_run_at: at }) => at);
  // Waiting for an allowance is no failure: it goes on by itself.
  const failing = polls.filter(({ last_error, problem }) => last_error !== null && problem !== 'limit');
  const reasons = failing.map(({ feed, last_error }) =>
    polls.length === 1 ? last_error : `${feed}: ${last_error}`,
  );
  return {
    cursor_at: earliest(polls.map(({ cursor }) => cursor.newest)),
    last_run_at: runs.includes(null) ? null : earliest(runs),
    next_run_at: earliest(polls.map(({ next_run_at: at }) => at)),
    paused: polls.some(({ state }) => state === 'paused'),
    last_error: reasons.length === 0 ? null : reasons.join(' '),
  };
}

function earliest(times: readonly (string | null)[]): string | null {
  return [...times].sort((one, other) => (one ?? '').localeCompare(other ?? ''))[0] ?? null;
}
