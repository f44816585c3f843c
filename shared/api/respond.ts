import type { Answered } from '#shared/api/idempotency.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import type { Route } from '#shared/api/route.ts';
import type { Problem } from '#shared/schema/problem.ts';

/** On every answer: nothing is cached, sniffed, framed or run. */
const securityHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** The route's answer on the wire; nothing in the body of a 204. */
export function respond(route: Route, answered: Answered, params: unknown): ApiResponse {
  const headers: Record<string, string> = { ...securityHeaders };
  if (answered.replayed) headers['idempotent-replayed'] = 'true';
  if (answered.status === 204) return { status: 204, headers, body: '' };
  if (route.location !== undefined) headers.location = route.location(answered.body, params);
  if (route.produces !== undefined) {
    headers['content-type'] = route.produces;
    headers['content-security-policy'] =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    return { status: answered.status, headers, body: String(answered.body) };
  }
  headers['content-type'] = 'application/json';
  return { status: answered.status, headers, body: JSON.stringify(answered.body) };
}

/** `Retry-After` (seconds) comes from the problem's details, where it has one. */
export function respondWithProblem(
  problem: Problem,
  extra: Readonly<Record<string, string>> = {},
): ApiResponse {
  const retryAfter = problem.details?.retry_after_seconds;
  const headers = {
    ...securityHeaders,
    ...extra,
    ...(typeof retryAfter === 'number' ? { 'retry-after': String(Math.ceil(retryAfter)) } : {}),
    'content-type': 'application/problem+json',
  };
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}
