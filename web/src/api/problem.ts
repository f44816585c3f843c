import { AppError } from './app-error.ts';

const fallback: Readonly<Record<number, string>> = {
  400: 'The server did not understand the request.',
  401: 'Your session has ended. Sign in again.',
  403: 'Your role does not allow this.',
  404: 'This does not exist, or you may not see it.',
  409: 'This was changed by somebody else meanwhile. Reload and try again.',
  413: 'This is too large.',
  429: 'Too many requests just now. Wait a moment and try again.',
  503: 'The service is busy. Try again in a moment.',
};

/** The error an answer stands for: its problem details (RFC 9457) where it has them, else plain words for its status. */
export async function problemOf(response: Response): Promise<AppError> {
  const text = await response.text().catch(() => '');
  let body: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === 'object') body = parsed as Record<string, unknown>;
  } catch {
    // A gateway's own error page is not JSON; the status then has to do.
  }
  const word = (key: string) =>
    typeof body[key] === 'string' && body[key] !== '' ? (body[key] as string) : null;
  const message =
    word('detail') ??
    fallback[response.status] ??
    `The server answered with an error (HTTP ${response.status}).`;
  const requestId =
    word('request_id') ?? response.headers.get('x-amzn-requestid') ?? response.headers.get('apigw-requestid');
  return new AppError(word('code') ?? `http_${response.status}`, message, response.status, requestId);
}
