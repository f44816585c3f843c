import { DomainError, type ErrorCode } from '#shared/errors.ts';
import type { Problem } from '#shared/schema/problem.ts';

/** The only place where a code becomes an HTTP status. */
export const statusOfCode: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 400,
  tenant_required: 400,
  unauthenticated: 401,
  forbidden: 403,
  tenant_mismatch: 403,
  tenant_inactive: 403,
  not_found: 404,
  conflict: 409,
  version_conflict: 409,
  code_taken: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  residency_refused: 422,
  idempotency_mismatch: 422,
  rate_limited: 429,
  unavailable: 503,
};

const titles: Readonly<Record<ErrorCode, string>> = {
  invalid_request: 'The request is not valid',
  tenant_required: 'A tenant must be named',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  tenant_mismatch: 'Not your tenant',
  tenant_inactive: 'The tenant is not active',
  not_found: 'Not found',
  conflict: 'In conflict with the present state',
  version_conflict: 'Changed by somebody else meanwhile',
  code_taken: 'The customer code is taken',
  payload_too_large: 'The request is too large',
  unsupported_media_type: 'The content type is not supported',
  residency_refused: 'This cell may not hold the data',
  idempotency_mismatch: 'The idempotency key was used before',
  rate_limited: 'Too many requests',
  unavailable: 'Not available at the moment',
};

/**
 * RFC 9457 problem of an error. A `DomainError` shows its message and details; anything else is a bug, of which the
 * caller learns the request id and nothing else.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  if (!(error instanceof DomainError)) {
    return {
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: 'Something went wrong on our side. Try again, and name the request id when you report it.',
      code: 'internal_error',
      request_id: requestId,
    };
  }
  const hasDetails = Object.keys(error.details).length > 0;
  return {
    type: 'about:blank',
    title: titles[error.code],
    status: statusOfCode[error.code],
    detail: error.message,
    code: error.code,
    request_id: requestId,
    ...(hasDetails ? { details: { ...error.details } } : {}),
  };
}
