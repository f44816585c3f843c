import type { DomainError } from '#shared/errors.ts';
import { filterPath } from '#shared/ways/filter-path.ts';
import { retryHeaders, type WayAnswer, type WayRequest } from '#shared/ways/way.ts';

/**
 * High, since Beats refuse a server that is older than themselves. Nothing else about it is promised: we take bulk
 * requests, and are no search engine.
 */
export const ELASTIC_VERSION = '9.99.0';

/** Official clients refuse to work with an answer that does not carry it (UnsupportedProductError). */
export const productHeader = { 'x-elastic-product': 'Elasticsearch' } as const;

/** An answer as Elasticsearch words it: in the version's media type where the client asked for one, cut to `filter_path`. */
export function elasticAnswer(
  request: WayRequest,
  status: number,
  value: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): WayAnswer {
  const { filter_path } = request.query;
  const shown = filter_path === undefined ? value : filterPath(value, filter_path);
  return {
    status,
    headers: {
      'content-type': mediaType(request),
      'cache-control': 'no-store',
      ...productHeader,
      ...headers,
    },
    body: request.method === 'HEAD' ? '' : JSON.stringify(shown),
  };
}

/** Clients of version 8 and later ask with `…compatible-with=N` and check that the answer says the same. */
function mediaType({ headers }: WayRequest): string {
  const [, version] = /compatible-with=(\d+)/.exec(headers.accept ?? headers['content-type'] ?? '') ?? [];
  return version === undefined
    ? 'application/json; charset=UTF-8'
    : `application/vnd.elasticsearch+json;compatible-with=${version}`;
}

const errors: Partial<Record<DomainError['code'], readonly [status: number, type: string]>> = {
  unauthenticated: [401, 'security_exception'],
  forbidden: [403, 'security_exception'],
  tenant_mismatch: [403, 'security_exception'],
  tenant_inactive: [403, 'security_exception'],
  payload_too_large: [413, 'content_too_long_exception'],
  unsupported_media_type: [406, 'media_type_header_exception'],
  rate_limited: [503, 'es_rejected_execution_exception'],
  unavailable: [503, 'es_rejected_execution_exception'],
};

export function elasticRefusal(error: DomainError, request: WayRequest): WayAnswer {
  const [status, type] = errors[error.code] ?? [400, 'illegal_argument_exception'];
  const cause = { type, reason: error.message };
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="gatehouse", ApiKey' } : {};
  return elasticAnswer(
    request,
    status,
    { error: { root_cause: [cause], ...cause }, status },
    {
      ...retryHeaders(error),
      ...challenge,
    },
  );
}
