import { json, match, type Standin, type StandinAnswer, type StandinRequest } from '../standin.ts';
import { armError, audiences, type MicrosoftWorld, refusedToken } from './world.ts';

/** What Microsoft put together for one content type, and when it became available. */
export type Blob = {
  contentType: string;
  contentId: string;
  contentCreated: string;
  events: readonly Readonly<Record<string, unknown>>[];
};

export type ActivityStandin = Standin & { add(...blobs: Blob[]): void };

const types = [
  'Audit.AzureActiveDirectory',
  'Audit.Exchange',
  'Audit.SharePoint',
  'Audit.General',
  'DLP.All',
];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/;
const DAY_MS = 86_400_000;

/**
 * The Office 365 Management Activity API: one subscription per content type, listings of at most a day and a week back
 * with NextPageUri, and blobs behind them that expire. `page`, `blobs`, `calls_per_minute`, `subscribed` and `disabled`
 * (lists of content types) may be set.
 */
export function activityStandin(
  world: MicrosoftWorld,
  now: () => number,
  initial: readonly Blob[] = [],
): ActivityStandin {
  let blobs: Blob[] = [...initial];
  let subscriptions = new Map<string, 'enabled' | 'disabled'>();
  let largest = 100;
  let allowance = 2_000;
  let minute = 0;
  let used = 0;

  function throttled({ method, query }: StandinRequest): StandinAnswer | null {
    const at = Math.floor(now() / 60_000);
    if (at !== minute) [minute, used] = [at, 0];
    if (++used <= allowance) return null;
    const who = query.get('PublisherIdentifier') ?? '';
    return armError(429, 'AF429', `Too many requests. Method=${method}, PublisherId=${who}`);
  }

  /** Why a content type is not to be had, or null. */
  function refusedType({ query }: StandinRequest): StandinAnswer | null {
    const type = query.get('contentType');
    if (type === null) return armError(400, 'AF20001', 'Missing parameter: contentType.');
    if (!types.includes(type)) return armError(400, 'AF20020', 'The specified content type is not valid.');
    const roles = world.consented.get(audiences.activity) ?? [];
    const needed = type === 'DLP.All' ? ['ActivityFeed.Read', 'ActivityFeed.ReadDlp'] : ['ActivityFeed.Read'];
    if (needed.every((role) => roles.includes(role))) return null;
    const what = `The permission set (${roles.join(' ')}) sent in the request did not include the expected permission.`;
    return armError(401, 'AF10001', what);
  }

  function start(request: StandinRequest): StandinAnswer {
    const type = request.query.get('contentType') ?? '';
    if (subscriptions.get(type) === 'enabled')
      return armError(400, 'AF20024', 'The subscription is already enabled. No property change.');
    subscriptions.set(type, 'enabled');
    return json(200, { contentType: type, status: 'enabled', webhook: null });
  }

  function list(request: StandinRequest, tenant: string): StandinAnswer {
    const { query } = request;
    const type = query.get('contentType') ?? '';
    const state = subscriptions.get(type);
    if (state === undefined)
      return armError(400, 'AF20022', 'No subscription found for the specified content type.');
    if (state === 'disabled')
      return armError(400, 'AF20023', 'The subscription was disabled by a tenant admin.');
    const [from, to] = [query.get('startTime'), query.get('endTime')];
    const wrong = armError(
      400,
      'AF20055',
      'Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, with the start time no more than 7 days in the past.',
    );
    if ((from === null) !== (to === null)) return wrong;
    if ([from, to].some((time) => time !== null && !TIME.test(time)))
      return armError(400, 'AF20002', 'Invalid parameter type: startTime. Expected type: datetime');
    const end = to === null ? now() : Date.parse(`${to}Z`);
    const begin = from === null ? end - DAY_MS : Date.parse(`${from}Z`);
    if (end < begin || end - begin > DAY_MS || now() - begin > 7 * DAY_MS) return wrong;
    const skip = query.get('nextPage') ?? 'p0';
    if (!/^p\d+$/.test(skip)) return armError(400, 'AF20031', `Invalid nextPage Input: ${skip}.`);
    const host = `http://${request.headers.host}/m365`;
    const found = blobs
      .filter(({ contentType, contentCreated: at }) => {
        const created = Date.parse(at);
        return contentType === type && created >= begin && created < end;
      })
      .sort((one, other) => one.contentCreated.localeCompare(other.contentCreated));
    const first = Number(skip.slice(1));
    const page = found.slice(first, first + largest).map(({ contentId, contentCreated }) => ({
      contentType: type,
      contentId,
      contentUri: `${host}/api/v1.0/${tenant}/activity/feed/audit/${contentId}`,
      contentCreated,
      contentExpiration: new Date(Date.parse(contentCreated) + 7 * DAY_MS).toISOString(),
    }));
    if (first + page.length >= found.length) return json(200, page);
    const next = new URLSearchParams({
      contentType: type,
      startTime: new Date(begin).toISOString().slice(0, 19),
      endTime: new Date(end).toISOString().slice(0, 19),
      nextPage: `p${first + page.length}`,
    });
    const link = `${host}/api/v1.0/${tenant}/activity/feed/subscriptions/content?${next}`;
    return { status: 200, body: page, headers: { NextPageUri: link } };
  }

  function blob(id: string): StandinAnswer {
    const found = blobs.find(({ contentId }) => contentId === id);
    if (found === undefined) return armError(400, 'AF20050', `The specified content (${id}) does not exist.`);
    if (now() - Date.parse(found.contentCreated) > 7 * DAY_MS)
      return armError(400, 'AF20051', `Content requested with the key ${id} has already expired.`);
    if (subscriptions.get(found.contentType) !== 'enabled')
      return armError(400, 'AF20022', 'No subscription found for the specified content type.');
    return json(200, found.events);
  }

  return {
    add: (...more) => void blobs.push(...more),
    state: () => ({ subscriptions: Object.fromEntries(subscriptions), used }),
    reset(settings) {
      const named = (name: string) => (Array.isArray(settings[name]) ? (settings[name] as string[]) : []);
      blobs = Array.isArray(settings.blobs) ? (settings.blobs as Blob[]) : [...initial];
      subscriptions = new Map([
        ...named('subscribed').map((type) => [type, 'enabled'] as const),
        ...named('disabled').map((type) => [type, 'disabled'] as const),
      ]);
      largest = typeof settings.page === 'number' ? settings.page : 100;
      allowance = typeof settings.calls_per_minute === 'number' ? settings.calls_per_minute : 2_000;
      used = 0;
    },
    handle(request) {
      const refused = refusedToken(world, request, audiences.activity) ?? throttled(request);
      if (refused !== null) return refused;
      const [, , version, tenant = '', ...rest] = request.path.split('/');
      if (version !== 'v1.0' && version !== 'v1')
        return json(404, { Message: 'No HTTP resource was found.' });
      if (!GUID.test(tenant))
        return armError(400, 'AF20013', `The tenant ID passed in the URL (${tenant}) is not a valid GUID.`);
      if (tenant !== world.credentials.azure_tenant_id)
        return armError(401, 'AF20010', 'The tenant ID in the URL does not match the one in the token.');
      if (!GUID.test(request.query.get('PublisherIdentifier') ?? ''))
        return armError(400, 'AF20002', 'Invalid parameter type: PublisherIdentifier. Expected type: guid');
      const path = `/${rest.join('/')}`;
      const called = `${request.method} ${path}`;
      if (called === 'POST /activity/feed/subscriptions/start') return refusedType(request) ?? start(request);
      if (called === 'GET /activity/feed/subscriptions/content')
        return refusedType(request) ?? list(request, tenant);
      const named = match('/activity/feed/audit/{id}', path);
      if (named !== null && request.method === 'GET') return blob(named.id ?? '');
      return json(404, { Message: 'No HTTP resource was found.' });
    },
  };
}
