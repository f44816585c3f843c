import { z } from 'zod';
import type { Ports } from '#shared/ports/ports.ts';

/** API Gateway answers within 29 s (its integration timeout); a test has time for one try. */
const TIMEOUT_MS = 30_000;

const problemSchema = z.object({ detail: z.string() });

/** Pushes over HTTP, from outside as far as the cell can tell: through its gateway and authorizer. */
export function makePushEvent(ingestUrl: string): Ports['pushEvent'] {
  const base = ingestUrl.replace(/\/+$/, '');
  return async (sourceId, token, raw) => {
    try {
      const answer = await fetch(`${base}/v1/ingest/raw/${encodeURIComponent(sourceId)}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain; charset=utf-8' },
        body: raw,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const body = await answer.text();
      return { status: answer.status, detail: detailOf(body) };
    } catch (error) {
      const why =
        error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'no connection';
      return { status: 0, detail: why };
    }
  };
}

function detailOf(body: string): string {
  try {
    return problemSchema.parse(JSON.parse(body)).detail.slice(0, 300);
  } catch {
    return 'accepted or refused without words';
  }
}
