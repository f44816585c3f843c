import { markFirings } from '#shared/detect/aggregate.ts';
import { chainEpisodes, countEpisodes, fold, type Membership, membersOf } from '#shared/detect/episodes.ts';
import {
  EVIDENCE_LIMIT,
  FUTURE_MS,
  LATENESS_MS,
  MAX_ENTRIES,
  MAX_EPISODES,
  MAX_EVIDENCE,
  WINDOW_EVIDENCE_BYTES,
} from '#shared/detect/limits.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import { trimEvent } from '#shared/detect/trim-event.ts';
import { isAfter, type WindowEntry, type WindowState } from '#shared/detect/window-state.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** One event as it joins a window. */
export type Contribution = Pick<WindowEntry, 'id' | 'at' | 'value'> & { event: CanonicalEvent };

export type Advance = {
  /** The same object as before where nothing new came. */
  state: WindowState;
  /** Events that came too late to be counted exactly, or again after they were forgotten. */
  ignored: number;
};

/**
 * Adds events to one window: exact for events up to `LATENESS_MS` late, in any order, any number of times. Pure; the
 * wall clock `now` (Unix milliseconds) only keeps clocks that run ahead from moving the window away.
 */
export function advanceWindow(
  rule: CorrelationRule,
  before: WindowState,
  incoming: readonly Contribution[],
  nextRevision: number,
  now: number,
): Advance {
  const { fresh, ignored } = selectFresh(before, incoming);
  if (fresh.length === 0) return { state: before, ignored };
  const merged = [
    ...before.entries,
    ...fresh.map(({ id, at, value }) => ({ id, at, value, fires: false })),
  ].sort(byTime);
  const entries = markFirings(rule, merged, before.horizon?.at ?? null);
  const chained = chainEpisodes(rule, entries, before.episodes);
  const members = membersOf(rule, entries, chained);
  const newest = Math.max(...fresh.map(({ at }) => at));
  const state: WindowState = {
    ...before,
    watermark: Math.max(before.watermark ?? Number.NEGATIVE_INFINITY, Math.min(newest, now + FUTURE_MS)),
    entries,
    episodes: countEpisodes(rule, entries, chained, members, nextRevision),
    evidence: chooseEvidence(before, fresh, entries, members),
  };
  return { state: forget(rule, state, members), ignored };
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
  let total = 0;
  for (let i = entries.length - 1; i >= 0 && total < MAX_EVIDENCE; i--) {
    const id = entries[i]?.id ?? '';
    const owner = members[i] ?? -1;
    const count = taken.get(owner) ?? 0;
    if (count >= EVIDENCE_LIMIT) continue;
    const event = events.get(id);
    const kept = event === undefined ? before.evidence[id] : trimEvent(event, WINDOW_EVIDENCE_BYTES);
    if (kept === undefined) continue;
    chosen[id] = kept;
    taken.set(owner, count + 1);
    total++;
  }
  return chosen;
}

/** Folds what no event may reach any more, and what is more than a window may hold. */
function forget(rule: CorrelationRule, state: WindowState, members: Membership): WindowState {
  const cutoff = (state.watermark ?? 0) - LATENESS_MS - rule.timespanMs;
  const dropped = state.episodes.length - MAX_EPISODES;
  const surplusUntil = state.episodes[dropped - 1]?.to ?? Number.NEGATIVE_INFINITY;
  let end = 0;
  while (isBefore(state.entries[end], cutoff)) end++;
  const due = end;
  while (isBefore(state.entries[end], surplusUntil + 1)) end++;
  end = Math.max(end, state.entries.length - MAX_ENTRIES);
  const episodes = [...state.episodes];
  const evidence = { ...state.evidence };
  for (let i = 0; i < end; i++) {
    const entry = state.entries[i];
    if (entry === undefined) continue;
    const owner = members[i] ?? -1;
    const episode = episodes[owner];
    if (episode !== undefined) episodes[owner] = fold(rule, episode, entry);
    delete evidence[entry.id];
  }
  const last = state.entries[end - 1];
  const horizon = last === undefined ? state.horizon : { at: last.at, id: last.id };
  return {
    ...state,
    horizon,
    entries: state.entries.slice(end),
    episodes: episodes.slice(Math.max(0, dropped)).filter(({ to }) => to >= cutoff),
    evidence,
    truncated: end > due || (state.truncated && horizon !== null && horizon.at >= cutoff),
  };
}

function isBefore(entry: WindowEntry | undefined, time: number): boolean {
  return entry !== undefined && entry.at < time;
}
