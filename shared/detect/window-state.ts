import { z } from 'zod';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** A value that an entry carries for the correlations above: null where the event has none. */
export type Carried = string | number | null;

/** One match that a window remembers. Times are Unix milliseconds, event time. */
export type WindowEntry = {
  /** Made by `entryId`: the event comes first, so that matches of one event stand together. */
  id: string;
  at: number;
  /** What it adds: a number to compute with, the hash of a value to tell apart, or null where matches are counted. */
  value: number | string | null;
  /** Whether the condition holds over the window that ends at this event. */
  fires: boolean;
  /** Whether it ever did: late events can undo a firing, which correlations above must hear of. */
  fired: boolean;
  /** A firing below that was undone: it stands for nothing any more. */
  void: boolean;
  /** In the order of the window's `carried`. */
  carry: readonly Carried[];
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
  /** Whether more happened than its window could hold, so that the counts may be too low. */
  truncated: boolean;
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
  /** Names of the fields that entries carry. */
  carried: readonly string[];
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
  carried: [],
  episodes: [],
  evidence: {},
  truncated: false,
};

/** 66 bits of SHA-256: two of a window's 2,000 events meet with a chance of about 1 in 10^13. */
export const EVENT_ID_LENGTH = 11;

/** Names an entry: its event, and where that alone does not tell it apart, the rule and the window it came from. */
export function entryId(event: string, rule?: number, window?: string): string {
  return [event, ...(rule === undefined ? [] : [rule]), ...(window === undefined ? [] : [window])].join('.');
}

/** The short hash of the event that an entry stands for. */
export function eventOfEntry({ id }: Pick<WindowEntry, 'id'>): string {
  return id.slice(0, EVENT_ID_LENGTH);
}

/** Position of the rule that matched, in the correlation's list; 0 where it makes no difference. */
export function ruleOfEntry({ id }: Pick<WindowEntry, 'id'>): number {
  return Number(id.split('.')[1] ?? 0);
}

const FIRES = 1;
const FIRED = 2;
const VOID = 4;

/** Entries are tuples where they are stored: there are up to 2,000 of them. */
const entryCodec = z
  .tuple(
    [z.string(), z.number(), z.union([z.number(), z.string(), z.null()]), z.number().int().min(0).max(7)],
    z.union([z.number(), z.string(), z.null()]),
  )
  .transform(
    ([id, at, value, marks, ...carry]): WindowEntry => ({
      id,
      at,
      value,
      fires: (marks & FIRES) !== 0,
      fired: (marks & (FIRES | FIRED)) !== 0,
      void: (marks & VOID) !== 0,
      carry,
    }),
  );

const storedSchema = z.object({
  /** Version 1 had no chains: its entries carry nothing and none of its firings can have been undone. */
  v: z.literal([1, 2]),
  watermark: z.number().nullable(),
  horizon: z.object({ at: z.number(), id: z.string() }).nullable(),
  entries: z.array(entryCodec),
  carried: z.array(z.string()).default([]),
  episodes: z.array(
    z.object({
      anchor: z.number(),
      from: z.number(),
      to: z.number(),
      first: z.number(),
      events: z.number(),
      count: z.number(),
      revision: z.number(),
      truncated: z.boolean().default(false),
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
    v: 2,
    ...rest,
    entries: entries.map((entry) => [entry.id, entry.at, entry.value, marksOf(entry), ...entry.carry]),
  };
}

function marksOf({ fires, fired, void: isVoid }: WindowEntry): number {
  return (fires ? FIRES : 0) | (fired ? FIRED : 0) | (isVoid ? VOID : 0);
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
