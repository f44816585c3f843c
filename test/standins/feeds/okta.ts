import { bearerOf, json, type Standin, type StandinAnswer, type StandinRequest } from '../standin.ts';

type Logged = { uuid: string; published: string } & Record<string, unknown>;

export type OktaStandin = Standin & { add(...events: Logged[]): void };

const problem = (status: number, code: string, summary: string, headers = {}): StandinAnswer => ({
  status,
  body: { errorCode: code, errorSummary: summary, errorCauses: [] },
  headers,
});

/**
 * Okta's System Log API: SSWS token, oldest or newest first, a Link to the next page also where there is none yet, and
 * an allowance of calls a minute. `calls_per_minute`, `page` and `events` may be set.
 */
export function oktaStandin(credentials: { token: string }, initial: readonly Logged[] = []): OktaStandin {
  let events: Logged[] = [...initial];
  let allowance = 60;
  let largest = 1_000;
  let minute = 0;
  let used = 0;

  const published = (one: Logged, other: Logged) => one.published.localeCompare(other.published);

  /** Null within the allowance. */
  function overLimit(headers: Record<string, string>): StandinAnswer | null {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) {
      minute = now;
      used = 0;
    }
    used++;
    headers['x-rate-limit-limit'] = String(allowance);
    headers['x-rate-limit-remaining'] = String(Math.max(0, allowance - used));
    headers['x-rate-limit-reset'] = String((minute + 1) * 60);
    if (used <= allowance) return null;
    return problem(429, 'E0000047', 'API call exceeded rate limit due to too many requests.', headers);
  }

  function logs(request: StandinRequest, headers: Record<string, string>): StandinAnswer {
    const { query } = request;
    const limit = Number(query.get('limit') ?? '100');
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
      return problem(400, 'E0000001', 'Api validation failed: limit', headers);
    const after = query.get('after');
    const since = query.get('since');
    if (after !== null && !/^at_\d+$/.test(after))
      return problem(400, 'E0000001', 'Api validation failed: after', headers);
    if (since !== null && Number.isNaN(Date.parse(since)))
      return problem(400, 'E0000001', 'Api validation failed: since', headers);
    if (query.get('sortOrder') !== 'ASCENDING')
      return problem(400, 'E0000001', 'Api validation failed: sortOrder', headers);
    const sorted = [...events].sort(published);
    const from =
      after === null
        ? sorted.findIndex((one) => Date.parse(one.published) >= Date.parse(since ?? '1970-01-01T00:00:00Z'))
        : Number(after.slice(3));
    const start = from < 0 ? sorted.length : from;
    const page = sorted.slice(start, start + Math.min(limit, largest));
    const self = `http://${request.headers.host}/okta/api/v1/logs`;
    const next = new URLSearchParams({
      sortOrder: 'ASCENDING',
      limit: String(limit),
      after: `at_${start + page.length}`,
    });
    headers.link = `<${self}?${query}>; rel="self", <${self}?${next}>; rel="next"`;
    return { status: 200, body: page, headers };
  }

  return {
    add: (...more) => void events.push(...more),
    state: () => ({ events, used }),
    reset(settings) {
      events = Array.isArray(settings.events) ? (settings.events as Logged[]) : [...initial];
      allowance = typeof settings.calls_per_minute === 'number' ? settings.calls_per_minute : 60;
      largest = typeof settings.page === 'number' ? settings.page : 1_000;
      used = 0;
    },
    handle(request) {
      const [scheme, token] = (request.headers.authorization ?? '').split(' ');
      if (bearerOf(request) !== null || scheme !== 'SSWS' || token !== credentials.token)
        return problem(401, 'E0000011', 'Invalid token provided');
      const headers: Record<string, string> = {};
      const refused = overLimit(headers);
      if (refused !== null) return refused;
      if (request.method !== 'GET' || request.path !== '/api/v1/logs')
        return problem(404, 'E0000007', 'Not found: Resource not found');
      const answer = logs(request, headers);
      return answer.body === undefined ? json(answer.status) : answer;
    },
  };
}
