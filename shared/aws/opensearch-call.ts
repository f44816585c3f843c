import { DomainError } from '#shared/errors.ts';

/**
 * Runs one OpenSearch call. Overload and a cluster that does not answer become `unavailable`, which the API turns into
 * 503 and stream readers into another try; other refusals pass through with their status and body.
 */
export async function call<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    if (status === undefined || status === 429 || status >= 500) {
      throw new DomainError(
        'unavailable',
        'The search index does not answer now: try again in some seconds.',
        {
          retry_after_seconds: 2,
        },
      );
    }
    throw error;
  }
}

export function isNotFound(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === 404;
}

/** A cluster without the plug-in that an address belongs to: a bare node answers 400, 405 or a 404 of its own. */
export function isNoSuchApi(error: unknown): boolean {
  const { statusCode, body } = error as { statusCode?: number; body?: unknown };
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return statusCode === 400 || statusCode === 405 || text.includes('no handler found');
}
