import { markFirings } from '#shared/detect/aggregate.ts';
import { chainEpisodes, countEpisodes, type Membership, membersOf } from '#shared/detect/episodes.ts';
import { forgetOld, limitWindow } from '#shared/detect/forget.ts';
import { EVIDENCE_LIMIT, LATENESS_MS, WINDOW_EVIDENCE_BYTES } from '#shared/detect/limits.ts';
import type { PlannedCorrelation } from '#shared/detect/plan-correlations.ts';
import { trimEvent } from '#shared/detect/trim-event.ts';
import { isAfter, type WindowEntry, type WindowState } from '#shared/detect/window-state.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** One match as it joins a window, or a firing below that was undone as it leaves (`void`). */
export type Contribution = Pick<WindowEntry, 'id' | 'at' | 'value' | 'carry' | 'void'> & {
  /** Undefined where a window below no longer has it whole. */
  event: CanonicalEvent | undefined;
};

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
  { rule, carried }: Pick<PlannedCorrelation, 'rule' | 'carried'>,
  stored: WindowState,
  incoming: readonly Contribution[],
  nextRevision: number,
  now: number,
): Advance {
  const before = carrying(stored, carried);
  const { fresh, turned, ignored } = selectFresh(before, incoming);
  if (fresh.length === 0 && turned.size === 0) return { complete: before, state: stored, ignored };
  const recent = forgetOld(rule, before);
  const merged = [
    ...recent.entries.map((entry) => (turned.has(entry.id) ? { ...entry, void: !entry.void } : entry)),
    ...fresh.map(({ event: _, ...entry }) => ({ ...entry, fires: false, fired: false })),
  ].sort(byTime);
  const added = new Set(fresh.map(({ id }) => id));
  const { entries, totals } = markFirings(
    rule,
    merged,
    ({ id }) => added.has(id) || turned.has(id),
    recent.horizon?.at ?? null,
  );
  const chained = chainEpisodes(rule, entries, recent.episodes);
  const members = membersOf(rule, entries, chained);
  const newest = entries.at(-1)?.at ?? now;
  const known: WindowState = {
    ...recent,
    watermark: Math.max(before.watermark ?? Number.NEGATIVE_INFINITY, Math.min(newest, now)),
    entries,
    episodes: countEpisodes(rule, entries, totals, chained, members, nextRevision),
    evidence: chooseEvidence(recent, fresh, entries, members),
  };
  return { ...limitWindow(rule, known, members, nextRevision), ignored };
}

/** The window with entries that carry these fields: the rules above may have changed since it was stored. */
export function carrying(state: WindowState, carried: readonly string[]): WindowState {
  if (carried.join('\n') === state.carried.join('\n')) return state;
  const places = carried.map((name) => state.carried.indexOf(name));
  const entries = state.entries.map((entry) => ({
    ...entry,
    carry: places.map((place) => entry.carry[place] ?? null),
  }));
  return { ...state, carried, entries };
}

function byTime(one: WindowEntry, other: WindowEntry): number {
  return one.at - other.at || (one.id < other.id ? -1 : 1);
}

/** What is new, and the known entries that a firing undone, or done again, turns. */
function selectFresh({ entries, watermark, horizon }: WindowState, incoming: readonly Contribution[]) {
  const known = new Map(entries.map((entry) => [entry.id, entry.void]));
  const oldest = watermark === null ? Number.NEGATIVE_INFINITY : watermark - LATENESS_MS;
  const fresh: Contribution[] = [];
  const turned = new Set<string>();
  let ignored = 0;
  for (const contribution of incoming) {
    const isKnownVoid = known.get(contribution.id);
    if (isKnownVoid !== undefined) {
      if (isKnownVoid !== contribution.void) turned.add(contribution.id);
      continue;
    }
    if (contribution.void) continue;
    known.set(contribution.id, false);
    const forgotten = horizon !== null && !isAfter(contribution, horizon);
    if (forgotten || contribution.at < oldest) ignored++;
    else fresh.push(contribution);
  }
  return { fresh, turned, ignored };
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
