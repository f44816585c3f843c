import type { Poll } from '#shared/schema/poll.ts';
import type { PollerState } from '#shared/schema/source.ts';

/** Where the fetching of a source stands over all its feeds; null before it began. */
export function pollerStateOf(polls: readonly Poll[]): PollerState | null {
  if (polls.length === 0) return null;
  const covered = polls.filter(({ problem }) => problem !== 'not_covered');
  // What is asked a few times a day says nothing about how the rest does.
  const judged = covered.length === 0 ? polls : covered;
  const runs = judged.map(({ last_run_at: at }) => at);
  // Waiting for an allowance is no failure: it goes on by itself.
  const failing = covered.filter(({ last_error, problem }) => last_error !== null && problem !== 'limit');
  const said = ({ feed, last_error }: Poll) =>
    polls.length === 1 ? (last_error ?? '') : `${feed}: ${last_error}`;
  return {
    cursor_at: earliest(judged.map(({ cursor }) => cursor.newest)),
    last_run_at: runs.includes(null) ? null : earliest(runs),
    next_run_at: earliest(judged.map(({ next_run_at: at }) => at)),
    paused: polls.some(({ state }) => state === 'paused'),
    last_error: failing.length === 0 ? null : failing.map(said).join(' '),
    not_covered: polls.filter(({ problem }) => problem === 'not_covered').map(said),
  };
}

function earliest(times: readonly (string | null)[]): string | null {
  return [...times].sort((one, other) => (one ?? '').localeCompare(other ?? ''))[0] ?? null;
}
