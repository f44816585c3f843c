import { markFirings } from '#shared/detect/aggregate.ts';
import { chainEpisodes, countEpisodes, type Membership, membersOf } from '#shared/detect/episodes.ts';
import { forgetOld, limitWindow } from '#shared/detect/forget.ts';
import { EVIDENCE_LIMIT, LATENESS_MS, WINDOW_EVIDENCE_BYTES } from '#shared/detect/limits.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import { trimEvent } from '#shared/detect/trim-event.ts';
import { isAfter, type WindowEntry, type WindowState } from '#shared/detect/window-state.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** One event as it joins a window. */
export type Contribution = Pick<WindowEntry, 'id' | 'at' | 'value'> & { event: CanonicalEvent };

export type Advance = {
  /** All that is known, to write the alerts from. */
  complete: WindowState;
  /** What of it is kept, within a window's limits; the same object as before where nothing new came. */
  state: WindowState;
  /** Events that came too late to be counted exactly, or again after they were forgotten. */
  ignored: number;
};

/**
 * Adds events to one window: exact for events up to `LATENESS_MS` late, in any order, any number of times. Pure; the
 * window's time never moves beyond the wall clock `now` (Unix milliseconds), so that one event from a clock that runs
 * ahead cannot make all others too late.
 *
 * What became too old is forgotten only when the next events come: until then, the same batch again finds the alerts
 * it made.
 */
export function advanceWindow(
  rule: CorrelationRule,
  before: WindowState,
  incoming: readonly Contribution[],
  nextRevision: number,
  now: number,
): Advance {
  const { fresh, ignored } = selectFresh(before, incoming);
  if (fresh.length === 0) return { complete: before, state: before, ignored };
  const recent = forgetOld(rule, before);
  const merged = [
    ...recent.entries,
    ...fresh.map(({ id, at, value }) => ({ id, at, value, fires: false })),
  ].sort(byTime);
  const entries = markFirings(rule, merged, recent.horizon?.at ?? null);
  const chained = chainEpisodes(rule, entries, recent.episodes);
  const members = membersOf(rule, entries, chained);
  const newest = entries.at(-1)?.at ?? now;
  const complete: WindowState = {
    ...recent,
    watermark: Math.max(before.watermark ?? Number.NEGATIVE_INFINITY, Math.min(newest, now)),
    entries,
    episodes: countEpisodes(rule, entries, chained, members, nextRevision),
    evidence: chooseEvidence(recent, fresh, entries, members),
  };
  return { complete, state: limitWindow(rule, complete, members, nextRevision), ignored };
}

function byTime(one: WindowEntry, other: WindowEntry): number {
  return one.at - other.at || (one.id < other.id ? -1 : 1);
}

function selectFresh({ entries, watermark, horizon }: WindowState, incoming: readonly Contribution[]) {
  const known = new Set(entries.map(({ id }) => id));
  const oldest = watermark === null ? Number.NEGATIVE_INFINITY : watermark - LATENESS_MS;
  const fresh: Contribution[] = [];
  let ignored = 0;
  for (const contribution of incoming) {
    if (known.has(contribution.id)) continue;
    known.add(contribution.id);
    const forgotten = horizon !== null && !isAfter(contribution, horizon);
    if (forgotten || contribution.at < oldest) ignored++;
    else fresh.push(contribution);
  }
  return { fresh, ignored };
}

/** The newest events of each alert and of what is none yet, so that a quiet alert is not emptied by a loud one. */
function chooseEvidence(
  before: WindowState,
  fresh: readonly Contribution[],
  entries: readonly WindowEntry[],
  members: Membership,
): WindowState['evidence'] {
  const events = new Map(fresh.map(({ id, event }) => [id, event] as const));
  const chosen: WindowState['evidence'] = {};
  const taken = new Map<number, number>();
  for (let i = entries.length - 1; i >= 0; i--) {
    const id = entries[i]?.id ?? '';
    const owner = members[i] ?? -1;
    const count = taken.get(owner) ?? 0;
    if (count >= EVIDENCE_LIMIT) continue;
    const event = events.get(id);
    const kept = event === undefined ? before.evidence[id] : trimEvent(event, WINDOW_EVIDENCE_BYTES);
    if (kept === undefined) continue;
    chosen[id] = kept;
    taken.set(owner, count + 1);
  }
  return chosen;
}
