import { sha256 } from '#shared/ids.ts';
import type { PageRead, PollKind } from '#shared/polling/poll-kind.ts';
import type { Cursor } from '#shared/schema/poll.ts';

/** Digests that a cursor holds: about 30 bytes each, in a row that is written with every page. */
const MAX_SEEN = 1_000;

/** A record as it is remembered: its digest and its time in Unix milliseconds. */
export type Mark = Cursor['seen'][number];

export const startCursor = (since: Date): Cursor => {
  const at = since.toISOString();
  return { page: null, since: at, newest: at, seen: [] };
};

/** 48 bits of SHA-256: two of a thousand records are never the same by chance. */
export const digestOf = (text: string): string => sha256(text).slice(0, 12);

/** The cursor behind a page whose records were taken. A record from the future never moves it beyond `now`. */
export function advance(
  kind: Pick<PollKind, 'overlapMs'>,
  cursor: Cursor,
  read: Pick<PageRead, 'page' | 'newest'>,
  taken: readonly Mark[],
  now: Date,
): Cursor {
  const said = read.newest === undefined ? taken.map(([, at]) => at) : [Date.parse(read.newest)];
  const known = said.filter((at) => at <= now.getTime());
  const newest = Math.max(Date.parse(cursor.newest), ...known);
  const seen = latest([...cursor.seen, ...taken]);
  const moved = { ...cursor, page: read.page, newest: new Date(newest).toISOString(), seen };
  return read.page === null ? beginAt(kind.overlapMs, moved) : moved;
}

/**
 * Where to begin anew when the other system does not know the page any more. Nothing is lost; what lies beyond the
 * remembered digests comes again with the same event ids.
 */
export function restart(kind: Pick<PollKind, 'overlapMs' | 'ascending'>, cursor: Cursor): Cursor {
  return kind.ascending ? beginAt(kind.overlapMs, { ...cursor, page: null }) : { ...cursor, page: null };
}

/** A new pass from before the newest record, but from no earlier than the digests reach. */
function beginAt(overlapMs: number, cursor: Cursor): Cursor {
  const newest = Date.parse(cursor.newest);
  const [oldest] = cursor.seen;
  const reach =
    cursor.seen.length < MAX_SEEN || oldest === undefined ? -Infinity : Math.min(newest, oldest[1] + 1);
  const from = Math.max(newest - overlapMs, reach, Date.parse(cursor.since));
  return {
    ...cursor,
    since: new Date(from).toISOString(),
    seen: cursor.seen.filter(([, at]) => at >= from),
  };
}

function latest(marks: readonly Mark[]): Mark[] {
  return [...marks].sort(([, one], [, other]) => one - other).slice(-MAX_SEEN);
}
