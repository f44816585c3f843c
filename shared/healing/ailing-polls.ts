import type { Ailment } from '#shared/healing/ailment.ts';
import type { TenantId } from '#shared/ids.ts';
import { restart } from '#shared/polling/cursor.ts';
import { kindOf } from '#shared/polling/poll-kinds.ts';
import { pollPlan } from '#shared/polling/poll-plan.ts';
import { openReader, type ReaderPorts } from '#shared/polling/read-page.ts';
import type { PollStore } from '#shared/ports/poll-store.ts';
import type { SourceStore } from '#shared/ports/source-store.ts';
import type { Picture } from '#shared/schema/healing.ts';
import type { Poll, PollSettings } from '#shared/schema/poll.ts';

export type PollHealingPorts = ReaderPorts & { polls: PollStore; sources: Pick<SourceStore, 'get'> };

/** Feeds that do not go on by themselves: paused ones, and those whose place the other system does not know any more. */
export async function ailingPolls(ports: PollHealingPorts, tenantId: TenantId): Promise<Ailment[]> {
  const polls = await ports.polls.list(tenantId);
  const ailing = polls.filter(({ state, problem }) => state === 'paused' || problem === 'cursor');
  const found = await Promise.all(ailing.map((poll) => ailmentOf(ports, tenantId, poll)));
  return found.flatMap((ailment) => ailment ?? []);
}

async function ailmentOf(ports: PollHealingPorts, tenantId: TenantId, poll: Poll): Promise<Ailment | null> {
  const source = await ports.sources.get(tenantId, poll.source_id);
  const settings = source && pollPlan(source).find(({ feed }) => feed === poll.feed)?.settings;
  // Switched off or taken away is no ailment.
  if (source === null || source.status !== 'active' || !settings) return null;
  const lost = poll.problem === 'cursor';
  return {
    subject: `poll/${poll.source_id}/${poll.feed}`,
    source_id: poll.source_id,
    resource: null,
    title: `${source.name} (${poll.feed}) is not read any more`,
    problem: poll.last_error ?? 'The feed is paused.',
    action: lost
      ? 'Began anew at the last record that was taken'
      : 'Signed in anew, asked for a page and resumed the feed',
    before: pictureOf(poll),
    cure: () => resume(ports, tenantId, poll, settings),
  };
}

/** Resumes only what was seen to work; a page is asked for and thrown away, the poller takes it. */
async function resume(
  ports: PollHealingPorts,
  tenantId: TenantId,
  poll: Poll,
  settings: PollSettings,
): Promise<Picture> {
  const now = ports.vendorCalls.now().toISOString();
  const cursor = poll.problem === 'cursor' ? restart(kindOf(settings.kind), poll.cursor) : poll.cursor;
  const reader = await openReader(ports, tenantId, poll.source_id, settings);
  await reader.next(cursor, poll.pending);
  const well: Poll = {
    ...poll,
    state: 'active',
    cursor,
    failures: 0,
    problem: null,
    last_error: null,
    next_run_at: now,
    version: poll.version + 1,
  };
  await ports.polls.update(tenantId, well);
  return pictureOf(well);
}

const pictureOf = ({ state, problem, failures, cursor, next_run_at: next }: Poll): Picture => ({
  state,
  problem,
  failures,
  cursor_since: cursor.since,
  cursor_newest: cursor.newest,
  in_the_middle_of_a_pass: cursor.page !== null,
  next_run_at: next,
});
