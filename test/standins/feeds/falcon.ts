import {
  bearerOf,
  json,
  objectOf,
  type Standin,
  type StandinAnswer,
  type StandinRequest,
  same,
} from '../standin.ts';

export type FalconAlert = { composite_id: string; updated_timestamp: string } & Record<string, unknown>;

export type FalconStandin = Standin & { put(...alerts: FalconAlert[]): void };

const TOKEN_MS = 1_799_000;

const refusal = (status: number, message: string, headers: Record<string, string> = {}): StandinAnswer => ({
  status,
  body: {
    meta: { query_time: 0.001, powered_by: 'legacy' },
    errors: [{ code: status, message }],
    resources: [],
  },
  headers,
});

/**
 * CrowdStrike's API: tokens for half an hour, a search that gives ids and goes no deeper than 10,000, and the alerts by
 * their ids. `alerts`, `calls_per_minute`, `scopes` (list) and `elsewhere` (the client belongs to another cloud) may be
 * set.
 */
export function falconStandin(
  credentials: { client_id: string; client_secret: string },
  now: () => number,
  initial: readonly FalconAlert[] = [],
): FalconStandin {
  const tokens = new Map<string, number>();
  let alerts = new Map<string, FalconAlert>();
  let scopes: string[] = [];
  let allowance = 6_000;
  let elsewhere = false;
  let minute = 0;
  let used = 0;
  let issued = 0;

  function throttled(): StandinAnswer | null {
    const at = Math.floor(now() / 60_000);
    if (at !== minute) [minute, used] = [at, 0];
    const left = allowance - ++used;
    const headers = {
      'X-RateLimit-Limit': String(allowance),
      'X-RateLimit-Remaining': String(Math.max(0, left)),
    };
    if (left >= 0) return null;
    // Unix time, not seconds to wait.
    const after = { 'X-RateLimit-RetryAfter': String((minute + 1) * 60) };
    return refusal(429, 'API rate limit exceeded.', { ...headers, ...after });
  }

  function token(request: StandinRequest): StandinAnswer {
    if (elsewhere)
      return { status: 308, headers: { 'X-Cs-Region': 'eu-1', location: 'https://api.eu-1.invalid' } };
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
      return refusal(400, 'The request body must be a form.');
    const form = new URLSearchParams(request.text);
    if (form.get('client_id') !== credentials.client_id)
      return refusal(400, 'Failed to generate access token.');
    if (!same(form.get('client_secret') ?? '', credentials.client_secret))
      return refusal(403, 'access denied, authorization failed');
    const made = `falcon-token-${++issued}`;
    tokens.set(made, now() + TOKEN_MS);
    return json(201, { access_token: made, token_type: 'bearer', expires_in: 1799 });
  }

  function query({ query: asked }: StandinRequest): StandinAnswer {
    const [offset, limit] = [Number(asked.get('offset') ?? '0'), Number(asked.get('limit') ?? '100')];
    const filter = asked.get('filter') ?? '';
    const [, since] =
      /^updated_timestamp:>='(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)'$/.exec(filter) ?? [];
    if (since === undefined) return refusal(400, `invalid filter: ${filter}`);
    if (asked.get('sort') !== 'updated_timestamp|asc') return refusal(400, 'invalid sort expression');
    if (![offset, limit].every(Number.isInteger) || offset < 0 || limit < 0 || limit > 10_000)
      return refusal(400, 'invalid limit or offset');
    if (offset + limit > 10_000) return refusal(400, 'the sum of offset and limit must not exceed 10000');
    const found = [...alerts.values()]
      .filter(({ updated_timestamp: at }) => Date.parse(at) >= Date.parse(since))
      .sort((one, other) => one.updated_timestamp.localeCompare(other.updated_timestamp));
    const resources = found.slice(offset, offset + limit).map(({ composite_id: id }) => id);
    const pagination = { offset, limit, total: found.length };
    return json(200, { meta: { query_time: 0.01, pagination }, errors: [], resources });
  }

  function entities(request: StandinRequest): StandinAnswer {
    const ids = objectOf(request)?.composite_ids;
    if (!Array.isArray(ids) || ids.length === 0 || ids.length > 1_000)
      return refusal(400, 'composite_ids must hold 1 to 1000 ids');
    const resources = ids.flatMap((id) => alerts.get(String(id)) ?? []);
    return json(200, { meta: { query_time: 0.01 }, errors: [], resources });
  }

  const put = (...more: FalconAlert[]): void => {
    for (const alert of more) alerts.set(alert.composite_id, alert);
  };
  const reset: Standin['reset'] = (settings) => {
    alerts = new Map();
    put(...(Array.isArray(settings.alerts) ? (settings.alerts as FalconAlert[]) : initial));
    scopes = Array.isArray(settings.scopes) ? (settings.scopes as string[]) : ['alerts:read'];
    allowance = typeof settings.calls_per_minute === 'number' ? settings.calls_per_minute : 6_000;
    elsewhere = settings.elsewhere === true;
    used = 0;
    tokens.clear();
  };
  reset({});

  return {
    put,
    reset,
    state: () => ({ alerts: [...alerts.values()], issued }),
    handle(request) {
      const refused = throttled();
      if (refused !== null) return refused;
      if (request.method === 'POST' && request.path === '/oauth2/token') return token(request);
      if ((tokens.get(bearerOf(request) ?? '') ?? 0) <= now())
        return refusal(401, 'access denied, invalid bearer token');
      const called = `${request.method} ${request.path}`;
      if (!called.includes('/alerts/')) return refusal(404, '404: Page Not Found');
      if (!scopes.includes('alerts:read')) return refusal(403, 'access denied, scope not permitted');
      if (called === 'GET /alerts/queries/alerts/v2') return query(request);
      if (called === 'POST /alerts/entities/alerts/v2') return entities(request);
      return refusal(404, '404: Page Not Found');
    },
  };
}
