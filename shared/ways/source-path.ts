import { problemOf } from '#shared/api/problem.ts';
import { respondWithProblem } from '#shared/api/respond.ts';
import { DomainError } from '#shared/errors.ts';
import type { Pusher } from '#shared/pipeline/take-events.ts';
import { retryAfter, type WayAnswer, type WayRequest } from '#shared/ways/way.ts';

/** The source in `/v1/ingest/<way>/{source_id}`. */
export function sourceIdOf({ path }: Pick<WayRequest, 'path'>): string {
  const [, , , , segment = ''] = path.split('/');
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** @throws DomainError `forbidden` unless the pusher is the source that the path names. */
export function assertOwnSource(pusher: Pusher, request: WayRequest): Extract<Pusher, { kind: 'source' }> {
  if (pusher.kind === 'source' && pusher.sourceId === sourceIdOf(request)) return pusher;
  throw new DomainError('forbidden', 'The token is not of the source that the path names.');
}

/** Problem details, as the API has them; every limit as 503, which more senders repeat than 429. */
export function refuseWithProblem(error: DomainError, request: WayRequest): WayAnswer {
  const seconds = retryAfter(error);
  const shown =
    seconds === null
      ? error
      : new DomainError('unavailable', error.message, { ...error.details, retry_after_seconds: seconds });
  return respondWithProblem(problemOf(shown, request.requestId));
}
