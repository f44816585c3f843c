import { fold, type Membership, membersOf } from '#shared/detect/episodes.ts';
import { LATENESS_MS, MAX_ENTRIES, MAX_EPISODES, MAX_EVIDENCE, MAX_VALUES } from '#shared/detect/limits.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import type { WindowState } from '#shared/detect/window-state.ts';

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
 * Folds what is more than a window may hold, and says so. Alerts that changed in this step stay, however many: they are
 * not written yet.
 */
export function limitWindow(
  rule: CorrelationRule,
  state: WindowState,
  members: Membership,
  revision: number,
): WindowState {
  const surplus = state.episodes.slice(0, Math.max(0, state.episodes.length - MAX_EPISODES));
  const firstChanged = surplus.findIndex((episode) => episode.revision === revision);
  const dropped = firstChanged < 0 ? surplus.length : firstChanged;
  const lastDropped = state.episodes[dropped - 1];
  const end = Math.max(
    state.entries.length - MAX_ENTRIES,
    lastDropped === undefined ? 0 : countUntil(state, lastDropped.to + 1),
  );
  const limited = end > 0 ? { ...foldFirst(rule, state, members, end), truncated: true } : state;
  return {
    ...limited,
    episodes: limited.episodes.slice(dropped),
    evidence: newestEvidence(limited),
  };
}

/** Entries before that time. */
function countUntil({ entries }: WindowState, time: number): number {
  const found = entries.findIndex(({ at }) => at >= time);
  return found < 0 ? entries.length : found;
}

/** Moves the first `end` entries into the counts of their alerts. */
function foldFirst(rule: CorrelationRule, state: WindowState, members: Membership, end: number): WindowState {
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
    const after = fold(rule, before, entry);
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
