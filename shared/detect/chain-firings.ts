import { type Contribution, carrying } from '#shared/detect/advance-window.ts';
import { type Arrival, arrivalOfFiring, type Group, groupIn, placeOf } from '#shared/detect/group-events.ts';
import { decodeWindow, type WindowEntry, type WindowState } from '#shared/detect/window-state.ts';
import type { StoredWindow, WindowKey } from '#shared/ports/window-store.ts';

/** A window that feeds others: what of it has ever fired, as this batch left it, and the times of what came in. */
export type FedWindow = {
  group: Group;
  state: Pick<WindowState, 'entries' | 'evidence'>;
  times: readonly number[];
};

export type Fed = Map<WindowKey, FedWindow>;

/**
 * Keeps what a window has for those above it, and notes there where it belongs; nothing where it never fired, as most
 * windows have not, so that a large batch keeps little. `above` begins one level higher.
 */
export function handOn(
  { group, state, times }: FedWindow,
  fed: Fed,
  above: readonly Map<WindowKey, Group>[],
): void {
  const entries = state.entries.filter(({ fired }) => fired);
  if (entries.length === 0) return;
  const evidence = Object.fromEntries(
    entries.flatMap(({ id }) => (state.evidence[id] === undefined ? [] : [[id, state.evidence[id]]])),
  );
  const window: FedWindow = { group, state: { entries, evidence }, times };
  const { correlation, key } = group;
  fed.set(key, window);
  for (const arrival of arrivalsOf(window, window.state)) {
    for (const feed of correlation.feeds) {
      const place = placeOf(feed, arrival);
      const groups = above[feed.correlation.level - correlation.level - 1];
      if (place === undefined || groups === undefined) continue;
      groupIn(groups, feed.correlation, place).fedBy.add(key);
    }
  }
}

/**
 * What the windows below have for those above, by the window it belongs to: their firings, and the firings that were
 * undone. `fresh` is what is stored of them now, which others may have changed; what the store no longer remembers is as
 * this batch left it.
 */
export function firingsInto(
  below: readonly FedWindow[],
  fresh: ReadonlyMap<WindowKey, StoredWindow>,
): Map<WindowKey, Contribution[]> {
  const found = new Map<WindowKey, Contribution[]>();
  for (const window of below) {
    const stored = fresh.get(window.group.key);
    const state = stored === undefined ? window.state : withForgotten(window, decodeWindow(stored.state));
    for (const arrival of arrivalsOf(window, state)) {
      for (const feed of window.group.correlation.feeds) {
        const place = placeOf(feed, arrival);
        if (place === undefined) continue;
        const known = found.get(place.key);
        if (known === undefined) found.set(place.key, [place.contribution]);
        else known.push(place.contribution);
      }
    }
  }
  return found;
}

function withForgotten({ group, state: left }: FedWindow, read: WindowState): FedWindow['state'] {
  const stored = carrying(read, group.correlation.carried);
  const known = new Set(stored.entries.map(({ id }) => id));
  return {
    ...stored,
    entries: [...left.entries.filter(({ id }) => !known.has(id)), ...stored.entries],
    evidence: { ...left.evidence, ...stored.evidence },
  };
}

/**
 * The firings that the batch can have made or undone: those at most a timespan after something that it brought. An event
 * that several rules match fires once.
 */
function arrivalsOf({ group, times }: FedWindow, { entries, evidence }: FedWindow['state']): Arrival[] {
  const { timespanMs } = group.correlation.rule;
  const brought = [...new Set(times)].sort((one, other) => one - other);
  const events = new Map<string, WindowEntry[]>();
  let next = 0;
  for (const entry of [...entries].sort((one, other) => one.at - other.at)) {
    if (!entry.fired) continue;
    // The last thing brought that is not later than the entry.
    while ((brought[next + 1] ?? Number.POSITIVE_INFINITY) <= entry.at) next++;
    const age = entry.at - (brought[next] ?? Number.POSITIVE_INFINITY);
    if (age < 0 || age > timespanMs) continue;
    const arrival = arrivalOfFiring(group, entry, true, evidence[entry.id]);
    const same = events.get(arrival.eventId) ?? [];
    same.push(entry);
    events.set(arrival.eventId, same);
  }
  return [...events.values()].flatMap((same) => {
    const entry = same.find(({ fires }) => fires) ?? same[0];
    return entry === undefined
      ? []
      : arrivalOfFiring(group, entry, !entry.fires, same.map(({ id }) => evidence[id]).find(Boolean));
  });
}
