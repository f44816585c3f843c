import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { TakePorts } from '#shared/pipeline/take-events.ts';
import { advance } from '#shared/polling/cursor.ts';
import { afterFailure, afterRefusal, later, notCovered } from '#shared/polling/poll-failure.ts';
import type { PollKind } from '#shared/polling/poll-kind.ts';
import { pollPlan } from '#shared/polling/poll-plan.ts';
import { type NextPage, openReader, type ReaderPorts } from '#shared/polling/read-page.ts';
import { readIndicators } from '#shared/polling/stix.ts';
import { takePage, unseen } from '#shared/polling/take-page.ts';
import type { IndicatorStore } from '#shared/ports/indicator-store.ts';
import type { PollStore } from '#shared/ports/poll-store.ts';
import type { SourceStore } from '#shared/ports/source-store.ts';
import type { Poll, PollSettings } from '#shared/schema/poll.ts';
import type { Source } from '#shared/schema/source.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

export type PollPorts = TakePorts &
  ReaderPorts & {
    sources: Pick<SourceStore, 'get'>;
    polls: PollStore;
    indicators: Pick<IndicatorStore, 'put' | 'withdraw'>;
    newId(): string;
  };

/** Seconds that a claimed source is left alone: more than a run may take. */
const LEASE_SECONDS = 180;
/** Pages of one source in one run; the rest is for the next minute. */
const MAX_PAGES = 20;
/** Seconds between runs, and for a source that is switched off. */
const EVERY_SECONDS = 60;
const DISABLED_SECONDS = 300;

export type PollOutcome = 'read' | 'failed' | 'waiting' | 'elsewhere' | 'gone';

/** Whether a source is to be read now: nobody else reads it, and its pause is over. */
export const isDue = (poll: Poll, now: Date): boolean =>
  poll.state === 'active' &&
  poll.next_run_at <= now.toISOString() &&
  (poll.leased_until === null || poll.leased_until <= now.toISOString());

/**
 * Reads what is new in one source, page by page: a page is handed over first, and only then the cursor moves. Whoever
 * holds an older version of the row notices with the next write and stops.
 * @throws what our own systems throw; everything about the other system is written to the poll.
 */
export async function pollSource(
  ports: PollPorts,
  tenant: Tenant,
  claimed: Poll,
  until: Date,
): Promise<PollOutcome> {
  const now = () => ports.vendorCalls.now();
  const row = openRow(ports.polls, tenant.tenant_id, claimed);
  try {
    await row.save({ leased_until: later(now(), LEASE_SECONDS), last_run_at: now().toISOString() });
    const source = await ports.sources.get(tenant.tenant_id, claimed.source_id);
    if (source === null) {
      // Before the poll, which is what reminds of it.
      await ports.indicators.withdraw(tenant.tenant_id, claimed.source_id);
      await ports.polls.remove(tenant.tenant_id, claimed);
      return 'gone';
    }
    const release = { leased_until: null };
    const planned = pollPlan(source).find(({ feed }) => feed === claimed.feed);
    if (planned === undefined) {
      await ports.polls.remove(tenant.tenant_id, claimed);
      return 'gone';
    }
    if (source.status !== 'active') {
      await row.save({ ...release, next_run_at: later(now(), DISABLED_SECONDS) });
      return 'waiting';
    }
    try {
      const pause = await readPages(ports, { tenant, source, settings: planned.settings }, row, until);
      const well = { failures: 0, problem: null, last_error: null };
      await row.save({ ...release, ...well, next_run_at: later(now(), pause) });
      return 'read';
    } catch (error) {
      const refusal = afterRefusal(error, row.poll(), now());
      if (refusal !== null) {
        await row.save({ ...release, ...refusal });
        return 'waiting';
      }
      if (!(error instanceof VendorError)) throw error;
      if (planned.optional === true && error.fault === 'forbidden') {
        await row.save({ ...release, ...notCovered(error, now()) });
        return 'waiting';
      }
      await row.save({
        ...release,
        ...afterFailure(error, row.poll(), now(), ports.vendorCalls.random),
      });
      return 'failed';
    }
  } catch (error) {
    const moved = error instanceof DomainError && ['version_conflict', 'not_found'].includes(error.code);
    if (moved) return 'elsewhere';
    throw error;
  }
}

type PollRow = { poll(): Poll; save(change: Partial<Poll>): Promise<void> };

function openRow(polls: PollStore, tenantId: TenantId, claimed: Poll): PollRow {
  let poll = claimed;
  return {
    poll: () => poll,
    async save(change) {
      const next = { ...poll, ...change, version: poll.version + 1 };
      await polls.update(tenantId, next);
      poll = next;
    },
  };
}

/** @returns seconds until the next run. */
async function readPages(
  ports: PollPorts,
  of: { tenant: Tenant; source: Source; settings: PollSettings },
  row: PollRow,
  until: Date,
): Promise<number> {
  const reader = await openReader(ports, of.tenant.tenant_id, of.source.source_id, of.settings);
  for (let pages = 0; pages < MAX_PAGES && ports.vendorCalls.now() < until; pages++) {
    const { cursor, pending } = row.poll();
    const { read, units, pauseSeconds } = await reader.next(cursor, pending);
    await keep(ports, of, row, reader.kind, { read, units });
    if (pauseSeconds !== null) return Math.max(EVERY_SECONDS, pauseSeconds);
    if (!read.more) return EVERY_SECONDS;
  }
  return 0;
}

async function keep(
  ports: PollPorts,
  { tenant, source }: { tenant: Tenant; source: Source },
  row: PollRow,
  kind: PollKind,
  { read, units }: Pick<NextPage, 'read' | 'units'>,
): Promise<void> {
  const { cursor, pending } = row.poll();
  const now = ports.vendorCalls.now();
  const fresh = kind.gives === 'events' ? unseen(row.poll(), units, now) : [];
  if (kind.gives === 'indicators') {
    await ports.indicators.put(tenant.tenant_id, readIndicators(source.source_id, read.items), now);
  } else {
    const push = { tenant, source, requestId: ports.newId(), now };
    await takePage(ports, push, fresh, pending, (announced) => row.save({ pending: announced }));
  }
  const marks = fresh.map(({ mark }) => mark);
  const moved = advance(kind, cursor, read, marks, now);
  if (fresh.length === 0 && pending.length === 0 && sameCursor(moved, cursor)) return;
  await row.save({ cursor: moved, pending: [], cursor_at: now.toISOString() });
}

const sameCursor = (one: Poll['cursor'], other: Poll['cursor']): boolean =>
  one.page === other.page && one.since === other.since && one.newest === other.newest;
