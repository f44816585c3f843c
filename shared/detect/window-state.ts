import { z } from 'zod';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** One event that a window remembers. Times are Unix milliseconds, event time. */
export type WindowEntry = {
  /** Short hash of the event's id. */
  id: string;
  at: number;
  /** What it adds: a number to sum, the hash of a value to tell apart, or null where events are counted. */
  value: number | string | null;
  /** Whether the condition holds over the window that ends at this event. */
  fires: boolean;
};

/** Firings at most a timespan apart: one alert. */
export type Episode = {
  /** Names the alert; stays when late events move the beginning. */
  anchor: number;
  /** First and last firing. */
  from: number;
  to: number;
  /** Time of its earliest event. */
  first: number;
  /** Distinct events in it, and what the alert's count says. */
  events: number;
  count: number;
  /** The window's version at which the alert last changed. */
  revision: number;
  /** Its events that the window no longer remembers one by one. */
  folded: { events: number; sum: number; first: number | null; values: string[] };
};

/** All that is known of one rule and one group. */
export type WindowState = {
  /** The newest event's time, never ahead of the wall clock. */
  watermark: number | null;
  /** Everything up to this place (time, then id) was folded or forgotten. */
  horizon: { at: number; id: string } | null;
  /** Oldest first, by time and id. */
  entries: WindowEntry[];
  /** Oldest first, apart from one another by more than a timespan. */
  episodes: Episode[];
  /** The newest events whole (long values cut), by entry id. */
  evidence: Record<string, CanonicalEvent>;
  /** True while more happened than a window can hold, so that counts may be too low. */
  truncated: boolean;
};

export const emptyWindow: WindowState = {
  watermark: null,
  horizon: null,
  entries: [],
  episodes: [],
  evidence: {},
  truncated: false,
};

/** Entries are tuples where they are stored: there are up to 2,000 of them. */
const entryCodec = z
  .tuple([z.string(), z.number(), z.union([z.number(), z.string(), z.null()]), z.literal([0, 1])])
  .transform(([id, at, value, fires]): WindowEntry => ({ id, at, value, fires: fires === 1 }));

const storedSchema = z.object({
  v: z.literal(1),
  watermark: z.number().nullable(),
  horizon: z.object({ at: z.number(), id: z.string() }).nullable(),
  entries: z.array(entryCodec),
  episodes: z.array(
    z.object({
      anchor: z.number(),
      from: z.number(),
      to: z.number(),
      first: z.number(),
      events: z.number(),
      count: z.number(),
      revision: z.number(),
      folded: z.object({
        events: z.number(),
        sum: z.number(),
        first: z.number().nullable(),
        values: z.array(z.string()),
      }),
    }),
  ),
  // Our own copies of events that were parsed when they came; parsing 75 of them at every load would cost the most of it.
  evidence: z.record(
    z.string(),
    z.custom<CanonicalEvent>((event) => typeof event === 'object' && event !== null),
  ),
  truncated: z.boolean(),
});

/** The state as the store keeps it. */
export function encodeWindow({ entries, ...rest }: WindowState): unknown {
  return {
    v: 1,
    ...rest,
    entries: entries.map(({ id, at, value, fires }) => [id, at, value, fires ? 1 : 0]),
  };
}

/** @throws ZodError when the stored state is not of this version. */
export function decodeWindow(stored: unknown): WindowState {
  const { v: _, ...state } = storedSchema.parse(stored);
  return state;
}

/** The order of entries: by time, and by id where times are equal. */
export function isAfter(one: { at: number; id: string }, other: { at: number; id: string }): boolean {
  return one.at > other.at || (one.at === other.at && one.id > other.id);
}
