import { fold, type Membership, membersOf } from '#shared/detect/episodes.ts';
import { LATENESS_MS, MAX_EPISODES, MAX_EVIDENCE, MAX_VALUES, maxEntries } from '#shared/detect/limits.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import { type Episode, eventOfEntry, type WindowState } from '#shared/detect/window-state.ts';

/** Folds what no event that is still accepted can reach. */
export function forgetOld(rule: CorrelationRule, state: WindowState): WindowState {
  const cutoff = (state.watermark ?? Number.NEGATIVE_INFINITY) - LATENESS_MS - rule.timespanMs;
  const end = countUntil(state, cutoff);
  const members = membersOf(rule, state.entries, state.episodes);
  const folded = foldFirst(rule, state, members, end);
  const { horizon } = folded;
  return {
    ...folded,
    episodes: folded.episodes.filter(({ to }) => to >= cutoff),
    truncated: folded.truncated && horizon !== null && horizon.at >= cutoff,
  };
}

/**
 * Folds what is more than a window may hold, and says so: in the window, and in each alert that the forgotten part
 * belongs to or could have. Alerts that changed in this step stay, however many: they are not written yet.
 * @returns all that is known, the alerts' flags set, and what of it is kept.
 */
export function limitWindow(
  rule: CorrelationRule,
  complete: WindowState,
  members: Membership,
  revision: number,
): { complete: WindowState; state: WindowState } {
  const surplus = complete.episodes.slice(0, Math.max(0, complete.episodes.length - MAX_EPISODES));
  const firstChanged = surplus.findIndex((episode) => episode.revision === revision);
  const dropped = firstChanged < 0 ? surplus.length : firstChanged;
  const lastDropped = complete.episodes[dropped - 1];
  const end = Math.max(
    complete.entries.length - maxEntries(complete.carried.length),
    lastDropped === undefined ? 0 : countUntil(complete, lastDropped.to + 1),
  );
  if (end <= 0) return { complete, state: { ...complete, evidence: newestEvidence(complete) } };
  const folded = { ...foldFirst(rule, complete, members, end), truncated: true };
  const isTouched = ({ from, to }: Episode) =>
    folded.horizon !== null && from - rule.timespanMs <= folded.horizon.at && to >= folded.horizon.at;
  const flagged = (episodes: readonly Episode[]) =>
    episodes.map((episode, i) =>
      i < dropped || episode.truncated || !isTouched(episode)
        ? episode
        : { ...episode, truncated: true, revision },
    );
  return {
    complete: { ...complete, episodes: flagged(complete.episodes) },
    state: {
      ...folded,
      episodes: flagged(folded.episodes).slice(dropped),
      evidence: newestEvidence(folded),
    },
  };
}

/** Entries before that time. */
function countUntil({ entries }: WindowState, time: number): number {
  const found = entries.findIndex(({ at }) => at >= time);
  return found < 0 ? entries.length : found;
}

/** Moves the first `atLeast` entries into the counts of their alerts, and those of the last one's event. */
function foldFirst(
  rule: CorrelationRule,
  state: WindowState,
  members: Membership,
  atLeast: number,
): WindowState {
  const isOfSameEvent = (i: number): boolean => {
    const [before, entry] = [state.entries[i - 1], state.entries[i]];
    return before !== undefined && entry !== undefined && eventOfEntry(before) === eventOfEntry(entry);
  };
  let end = atLeast;
  while (end > 0 && isOfSameEvent(end)) end++;
  const episodes = [...state.episodes];
  const evidence = { ...state.evidence };
  let { horizon, truncated } = state;
  let room = MAX_VALUES - episodes.reduce((sum, { folded }) => sum + folded.values.length, 0);
  for (let i = 0; i < end; i++) {
    const entry = state.entries[i];
    if (entry === undefined) break;
    horizon = { at: entry.at, id: entry.id };
    delete evidence[entry.id];
    const owner = members[i] ?? -1;
    const before = episodes[owner];
    if (before === undefined) continue;
    const after = fold(rule, before, entry, !isOfSameEvent(i) || members[i - 1] !== owner);
    const added = after.folded.values.length - before.folded.values.length;
    if (added > room) truncated = true;
    const values = added > room ? before.folded.values : after.folded.values;
    room -= values.length - before.folded.values.length;
    episodes[owner] = { ...after, folded: { ...after.folded, values } };
  }
  return { ...state, horizon, entries: state.entries.slice(end), episodes, evidence, truncated };
}

function newestEvidence({ entries, evidence }: WindowState): WindowState['evidence'] {
  const kept = entries.filter(({ id }) => evidence[id] !== undefined).slice(-MAX_EVIDENCE);
  return Object.fromEntries(
    kept.flatMap(({ id }) => (evidence[id] === undefined ? [] : [[id, evidence[id]]])),
  );
}
