import { concurrently } from '#shared/detect/concurrently.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import { startCursor } from '#shared/polling/cursor.ts';
import { kindOf } from '#shared/polling/poll-kinds.ts';
import { pollPlan } from '#shared/polling/poll-plan.ts';
import { isDue, type PollOutcome, type PollPorts, pollSource } from '#shared/polling/poll-source.ts';
import type { SourceStore } from '#shared/ports/source-store.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import type { Poll, PollSettings } from '#shared/schema/poll.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

export type PollDuePorts = PollPorts & {
  tenants: Pick<TenantStore, 'get' | 'list'>;
  sources: Pick<SourceStore, 'get' | 'list'>;
};

export type PollReport = Record<PollOutcome, number> & { errors: string[] };

/** Tenants at once, and feeds of one tenant at once: a tenant whose sources hang takes no more than its own places. */
const TENANTS = 16;
const FEEDS = 4;
/** Milliseconds that one feed may take of a run. */
const FEED_MS = 20_000;
/** A newly connected source begins with the events of the last day, a feed of indicators with all that it has. */
const FIRST_MS = 24 * 3_600_000;
const firstOf = ({ kind }: PollSettings, now: Date): Date =>
  kindOf(kind).gives === 'indicators' ? new Date(0) : new Date(now.getTime() - FIRST_MS);

/**
 * Reads every feed that is due, those that waited longest first, until the time is up; the rest is first in the next
 * run. What fails for one tenant is reported and holds nobody else up.
 */
export async function pollDue(ports: PollDuePorts, until: Date): Promise<PollReport> {
  const report: PollReport = { read: 0, failed: 0, waiting: 0, elsewhere: 0, gone: 0, errors: [] };
  const now = () => ports.vendorCalls.now();
  const note = (error: unknown) => report.errors.push(error instanceof Error ? error.message : 'unknown');

  const waiting: { tenant: Tenant; due: Poll[] }[] = [];
  await concurrently(await activeTenants(ports), TENANTS, async (tenant) => {
    try {
      const due = await feedsOf(ports, tenant.tenant_id, now());
      if (due.length > 0) waiting.push({ tenant, due: due.sort(longestFirst) });
    } catch (error) {
      note(error);
    }
  });
  waiting.sort((one, other) => longestFirst(one.due[0], other.due[0]));
  await concurrently(waiting, TENANTS, ({ tenant, due }) =>
    concurrently(due, FEEDS, async (poll) => {
      if (now() >= until) return;
      const end = new Date(Math.min(until.getTime(), now().getTime() + FEED_MS));
      try {
        report[await pollSource(ports, tenant, poll, end)]++;
      } catch (error) {
        note(error);
      }
    }),
  );
  return report;
}

const longestFirst = (one?: Poll, other?: Poll): number =>
  (one?.next_run_at ?? '').localeCompare(other?.next_run_at ?? '');

async function activeTenants({ tenants }: PollDuePorts): Promise<Tenant[]> {
  const found: Tenant[] = [];
  let position: string | null = null;
  do {
    const page = await tenants.list({ limit: 100, position });
    found.push(...page.items.filter(({ status }) => status === 'active'));
    position = page.next;
  } while (position !== null);
  return found;
}

/** The tenant's feeds that are due; those of sources that were connected since the last run are begun. */
async function feedsOf(ports: PollDuePorts, tenantId: TenantId, now: Date): Promise<Poll[]> {
  const polls = await ports.polls.list(tenantId);
  const known = new Set(polls.map(keyOf));
  const planned = new Set<string>();
  let position: string | null = null;
  do {
    const page = await ports.sources.list(tenantId, { limit: 100, position });
    for (const source of page.items) {
      for (const { feed, settings } of pollPlan(source)) {
        const poll = newPoll(tenantId, source.source_id, feed, now, firstOf(settings, now));
        planned.add(keyOf(poll));
        if (known.has(keyOf(poll))) continue;
        if (await begun(ports, tenantId, poll)) polls.push(poll);
      }
    }
    position = page.next;
  } while (position !== null);
  // What nobody plans any more is looked at also while it is paused, since its source may be gone.
  return polls.filter((poll) => isDue(planned.has(keyOf(poll)) ? poll : { ...poll, state: 'active' }, now));
}

/** False where another run was faster. */
async function begun({ polls }: PollDuePorts, tenantId: TenantId, poll: Poll): Promise<boolean> {
  try {
    await polls.create(tenantId, poll);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'conflict') return false;
    throw error;
  }
}

const keyOf = ({ source_id, feed }: Pick<Poll, 'source_id' | 'feed'>): string => `${source_id}#${feed}`;

export function newPoll(
  tenantId: TenantId,
  sourceId: string,
  feed: string,
  now: Date,
  first = new Date(now.getTime() - FIRST_MS),
): Poll {
  return {
    tenant_id: tenantId,
    source_id: sourceId,
    feed,
    state: 'active',
    cursor: startCursor(first),
    pending: [],
    cursor_at: null,
    last_run_at: null,
    next_run_at: now.toISOString(),
    leased_until: null,
    failures: 0,
    problem: null,
    last_error: null,
    version: 1,
  };
}
