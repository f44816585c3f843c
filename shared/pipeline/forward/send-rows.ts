import { chunkRows, type ForwardRow, isShortened, shortened } from '#shared/pipeline/forward/chunk-rows.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/** Tries of one call, and the longest that a `Retry-After` is waited out between them, in milliseconds. */
const ATTEMPTS = 2;
const LONGEST_PAUSE_MS = 3_000;
const PAUSE_MS = 500;
/** Refusals of one call's contents that are looked into by halving: a bad row among a thousand takes eleven. */
const REFUSALS = 40;

export type Pacing = {
  now(): Date;
  wait(ms: number): Promise<void>;
  /** No call is begun after this; what is left counts as not sent. */
  until: Date;
};

export type Sent = {
  sent: number;
  /** Rows whose contents are refused; whether they are to blame, or the whole rule, only other rows can tell. */
  refused: ForwardRow[];
  refusal: VendorError | null;
  /** Not sent for a reason that holds for all rows alike. */
  unsent: ForwardRow[];
  failure: unknown;
};

/** Thrown where time ran out before all was sent. */
export class TooSlow extends Error {}

/**
 * Sends rows in bodies of the allowed size, one after the other, until one fails for a reason that concerns them all. A
 * body that is too large is halved; one whose contents are refused only where `halve` asks for it.
 */
export async function sendRows(
  send: (rows: readonly ForwardRow[]) => Promise<void>,
  rows: readonly ForwardRow[],
  pacing: Pacing,
  halve: boolean,
): Promise<Sent> {
  const work = chunkRows(rows);
  const result: Sent = { sent: 0, refused: [], refusal: null, unsent: [], failure: null };
  let refusals = 0;
  for (let chunk = work.shift(); chunk !== undefined; chunk = work.shift()) {
    const error = await attempt(send, chunk, pacing);
    if (error === null) {
      result.sent += chunk.length;
      continue;
    }
    const [only] = chunk;
    const status = error instanceof VendorError ? error.status : null;
    if (status === 413 && chunk.length > 1) work.unshift(...halves(chunk));
    else if (status === 413 && only !== undefined && !isShortened(only)) work.unshift([shortened(only)]);
    else if (error instanceof VendorError && (status === 400 || status === 413)) {
      refusals++;
      if (halve && chunk.length > 1 && refusals <= REFUSALS) work.unshift(...halves(chunk));
      else {
        result.refused.push(...chunk);
        result.refusal = error;
      }
    } else {
      return { ...result, unsent: [chunk, ...work].flat(), failure: error };
    }
  }
  return result;
}

const halves = (chunk: ForwardRow[]): ForwardRow[][] => {
  const middle = Math.ceil(chunk.length / 2);
  return [chunk.slice(0, middle), chunk.slice(middle)];
};

/** The error that stands after a few tries; null once it went. */
async function attempt(
  send: (rows: readonly ForwardRow[]) => Promise<void>,
  chunk: readonly ForwardRow[],
  { now, wait, until }: Pacing,
): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    if (now().getTime() >= until.getTime()) return new TooSlow('The customer’s Azure takes too long.');
    try {
      await send(chunk);
      return null;
    } catch (error) {
      const passing = error instanceof VendorError && error.passing;
      if (!passing || tries >= ATTEMPTS) return error;
      const pause = error.retryAfter === null ? PAUSE_MS : error.retryAfter * 1_000;
      if (pause > LONGEST_PAUSE_MS) return error;
      await wait(pause);
    }
  }
}
