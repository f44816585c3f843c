import { distinctOf, isStatistic, weightOf } from '#shared/detect/aggregate.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import { type Episode, eventOfEntry, type WindowEntry } from '#shared/detect/window-state.ts';

/** By the entry's position: the position of the alert it belongs to, or −1 where no firing window reaches it. */
export type Membership = readonly number[];

/**
 * Chains firings at most a timespan apart into alerts. What has alerted stays: an alert that late events join with an
 * earlier one is continued under the earlier one's anchor.
 */
export function chainEpisodes(
  { timespanMs }: CorrelationRule,
  entries: readonly WindowEntry[],
  known: readonly Episode[],
): Episode[] {
  const pieces: Episode[] = [...known];
  let run: Episode | undefined;
  for (const { at, fires } of entries) {
    if (!fires) continue;
    if (run === undefined || at - run.to > timespanMs) {
      run = newEpisode(at);
      pieces.push(run);
    } else run.to = at;
  }
  pieces.sort((one, other) => one.from - other.from || one.to - other.to);
  const chained: Episode[] = [];
  for (const piece of pieces) {
    const before = chained.at(-1);
    if (before === undefined || piece.from - before.to > timespanMs) chained.push(piece);
    else chained[chained.length - 1] = join(before, piece);
  }
  return chained;
}

function newEpisode(at: number): Episode {
  const folded = { events: 0, sum: 0, first: null, values: [] };
  return {
    anchor: at,
    from: at,
    to: at,
    first: at,
    events: 0,
    count: 0,
    revision: 0,
    truncated: false,
    folded,
  };
}

/** `revision` 0 marks a firing that no alert was written for: it has no say in the anchor. */
function join(one: Episode, other: Episode): Episode {
  const elder = other.revision > 0 && (one.revision === 0 || other.anchor < one.anchor) ? other : one;
  return {
    ...elder,
    from: Math.min(one.from, other.from),
    to: Math.max(one.to, other.to),
    truncated: one.truncated || other.truncated,
    folded: {
      events: one.folded.events + other.folded.events,
      sum: one.folded.sum + other.folded.sum,
      first: earliest(one.folded.first, other.folded.first),
      values: [...new Set([...one.folded.values, ...other.folded.values])],
    },
  };
}

function earliest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/** An event belongs to the alert whose firing comes next, if that firing's window reaches back to it. */
export function membersOf(
  { timespanMs }: CorrelationRule,
  entries: readonly WindowEntry[],
  episodes: readonly Episode[],
): Membership {
  const members: number[] = new Array(entries.length).fill(-1);
  let nextFiring = Number.POSITIVE_INFINITY;
  let candidate = episodes.length - 1;
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i];
    if (entry === undefined) continue;
    if (entry.void) continue;
    if (entry.fires) nextFiring = entry.at;
    if (nextFiring - entry.at > timespanMs) continue;
    while ((episodes[candidate]?.from ?? 0) > nextFiring) candidate--;
    members[i] = candidate;
  }
  return members;
}

/** Counts each alert anew over its events; the revision moves where anything that an alert shows has changed. */
export function countEpisodes(
  rule: CorrelationRule,
  entries: readonly WindowEntry[],
  totals: readonly (number | null)[],
  episodes: readonly Episode[],
  members: Membership,
  nextRevision: number,
): Episode[] {
  const own = episodes.map((): number[] => []);
  for (const [i, episode] of members.entries()) own[episode]?.push(i);
  return episodes.map((episode, position) => {
    const positions = own[position] ?? [];
    const { folded } = episode;
    // Possible only where late events undo a firing: the alert stands as it was written.
    if (positions.length === 0 && folded.events === 0) return episode;
    const ownEntries = positions.flatMap((i) => entries[i] ?? []);
    const count = isStatistic(rule)
      ? (totals[positions.findLast((i) => typeof totals[i] === 'number') ?? -1] ?? episode.count)
      : countOf(rule, folded, ownEntries);
    const first = Math.min(...[folded.first, ownEntries[0]?.at].filter((at) => typeof at === 'number'));
    const events = folded.events + new Set(ownEntries.map(eventOfEntry)).size;
    const counted = { ...episode, first, events, count };
    const unchanged = events === episode.events && count === episode.count && first === episode.first;
    return unchanged && episode.revision > 0 ? episode : { ...counted, revision: nextRevision };
  });
}

function countOf(rule: CorrelationRule, folded: Episode['folded'], own: readonly WindowEntry[]): number {
  const distinct = own.flatMap((entry) => distinctOf(rule, entry) ?? []);
  if (distinct.length > 0 || folded.values.length > 0) return new Set([...folded.values, ...distinct]).size;
  return own.reduce((sum, entry) => sum + weightOf(entry), folded.sum);
}

/** Moves an entry that the window forgets into the counts of its alert. `isNewEvent`: not one of the entry before. */
export function fold(
  rule: CorrelationRule,
  { folded, ...episode }: Episode,
  entry: WindowEntry,
  isNewEvent: boolean,
): Episode {
  const value = distinctOf(rule, entry);
  return {
    ...episode,
    folded: {
      events: folded.events + (isNewEvent ? 1 : 0),
      sum: folded.sum + weightOf(entry),
      first: earliest(folded.first, entry.at),
      values: value === null || folded.values.includes(value) ? folded.values : [...folded.values, value],
    },
  };
}
