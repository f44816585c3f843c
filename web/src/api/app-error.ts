/** Everything that goes wrong in the page on purpose: a message for people, and what the machine knows about it. */
export class AppError extends Error {
  /** The API's problem `code`, or `network`, `config`, `auth`, `session_expired`. */
  readonly code: string;
  readonly status: number | null;
  readonly requestId: string | null;

  constructor(code: string, message: string, status: number | null = null, requestId: string | null = null) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(
    'unexpected',
    'Something went wrong in this page. Reload it; if it happens again, tell your administrator.',
  );
}
