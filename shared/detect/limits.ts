const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An event that arrives this long after newer ones of its group still counts exactly; older ones are left out. */
export const LATENESS_MS = HOUR;

/** How long a window's row outlives its use, so that a record delivered again within Kinesis' retention is known. */
export const EXPIRY_MARGIN_MS = 24 * HOUR;

/** Distinct events that one window remembers one by one; older ones live on in the counts of their alerts. */
export const MAX_ENTRIES = 2_000;

/** Bytes of a value that an entry carries for correlations above; longer ones are told apart by a hash. */
export const MAX_CARRIED_BYTES = 48;

/** Fewer where entries carry more than two values, so that the window stays under DynamoDB's 400 KB an item. */
export function maxEntries(carried: number): number {
  return carried <= 2 ? MAX_ENTRIES : Math.floor((2 * MAX_ENTRIES) / carried);
}

/** Different values that a window keeps of events it no longer remembers; more make it `truncated`. */
export const MAX_VALUES = 2_000;

/** Alerts of one window that late events can still raise. */
export const MAX_EPISODES = 50;

/** Events that an alert shows: the newest ones, oldest first. */
export const EVIDENCE_LIMIT = 25;

/** Events that one window keeps whole, over all its alerts: with the entries it stays under DynamoDB's 400 KB an item. */
export const MAX_EVIDENCE = 75;

/** Bytes (JSON) of one event in a window. */
export const WINDOW_EVIDENCE_BYTES = 1_500;

/** Bytes (JSON) of the one event of an alert without correlation; an alert's item may hold 400 KB (DynamoDB quotas). */
export const ALERT_EVIDENCE_BYTES = 64_000;

/** Bytes (JSON) of an alert's explanations, beside its evidence in the item. */
export const EXPLANATION_BYTES = 48_000;

/** Events of a window that its alert explains: it is written again with every change, and these look alike. */
export const EXPLAINED_EVENTS = 5;

/** Longest timespan of a correlation: its window is one row, which has to hold the events of that time. */
export const MAX_TIMESPAN_MS = 30 * 24 * HOUR;
