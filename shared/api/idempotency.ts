import type { ApiRequest } from '#shared/api/request.ts';
import type { RequestContext, Route } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import { sha256, uuidV5 } from '#shared/ids.ts';
import type { IdempotencyStore } from '#shared/ports/idempotency-store.ts';

export type Answered = {
  status: number;
  body: unknown;
  replayed: boolean;
  /** Why the answer of a request that was carried out could not be kept for its repeat. */
  unkept?: unknown;
};

/**
 * The store's key for a request's `Idempotency-Key`, or null where the route takes none or none was sent. It is bound
 * to the operation and the user, so that nobody meets another's answer.
 * @throws DomainError `invalid_request` for a key that is not 1 to 255 visible ASCII characters.
 */
export function idempotencyKeyOf(route: Route, request: ApiRequest, userId: string): string | null {
  const sent = request.headers['idempotency-key'];
  if (sent === undefined || route.idempotent !== true) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(sent)) {
    throw new DomainError('invalid_request', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
  return uuidV5('idempotency', route.operation, userId, sent);
}

/**
 * Runs the request once per key: a repeat gets the first one's answer (without its secrets), a failed request frees
 * the key (a key that can't be freed frees itself with its lease).
 * @throws DomainError `conflict` while the first request runs, `idempotency_mismatch` for another request.
 */
export async function onceOnly(
  store: IdempotencyStore,
  key: string | null,
  request: ApiRequest,
  route: Route,
  context: RequestContext,
  run: () => Promise<unknown>,
): Promise<Answered> {
  if (key === null) return { status: route.status, body: await run(), replayed: false };
  const { tenantId, now } = context;
  const requestHash = sha256(JSON.stringify([request.method, request.path, request.query, request.body]));
  const claim = await store.begin(tenantId, key, requestHash, now);
  if (claim.state === 'replay') return { ...claim.answer, replayed: true };
  if (claim.state === 'running') {
    throw new DomainError(
      'conflict',
      'A request with this Idempotency-Key is still running. Try again in a moment.',
    );
  }
  if (claim.state === 'mismatch') {
    throw new DomainError(
      'idempotency_mismatch',
      'This Idempotency-Key was used with another request. Use a new one.',
    );
  }
  let body: unknown;
  try {
    body = await run();
  } catch (error) {
    await store.release(tenantId, key).catch(() => undefined);
    throw error;
  }
  const kept = route.kept === undefined ? body : route.kept(body);
  const answered: Answered = { status: route.status, body, replayed: false };
  try {
    await store.complete(tenantId, key, { status: route.status, body: kept ?? null }, now);
    return answered;
  } catch (error) {
    return { ...answered, unkept: error };
  }
}
