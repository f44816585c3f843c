/**
 * The one error that the product throws on purpose. Only the API edge turns a code into an HTTP status
 * (`shared/api/problem.ts`); everything else that is thrown is a bug and becomes a bare 500.
 */
export const errorCodes = [
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'tenant_required',
  'tenant_mismatch',
  'tenant_inactive',
  'not_found',
  'conflict',
  'version_conflict',
  'code_taken',
  'residency_refused',
  'idempotency_mismatch',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
  'unavailable',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export type ErrorDetails = Readonly<Record<string, unknown>>;

export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /** `message` says what was wrong and what to do; it is shown to the caller, so it must hold no secret. */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** Whether a write over the version that was read took effect; false where somebody else was faster. */
export async function won(write: Promise<void>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'version_conflict') return false;
    throw error;
  }
}
