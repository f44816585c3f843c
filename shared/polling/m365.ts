import { z } from 'zod';
import { digestOf } from '#shared/polling/cursor.ts';
import { keptLink, requestOf } from '#shared/polling/next-link.ts';
import { recordsOf } from '#shared/polling/page-values.ts';
import type { FollowParts, PageRead, PageRequest, PollKind, Unit } from '#shared/polling/poll-kind.ts';
import { microsoftSignIn } from '#shared/polling/sign-in.ts';
import type { PollSettingsOf } from '#shared/schema/poll.ts';
import { pathOf, type VendorHttp } from '#shared/vendors/http.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

type Settings = PollSettingsOf<'m365_activity'>;

const VENDOR = 'microsoft 365';

/** Hosts by plan; the audience of the token is the host, and two plans sign in at another place (API reference). */
const plans: Readonly<Record<Settings['plan'], { host: string; login?: string }>> = {
  enterprise: { host: 'https://manage.office.com' },
  gcc: { host: 'https://manage-gcc.office.com' },
  'gcc-high': { host: 'https://manage.office365.us', login: 'https://login.microsoftonline.us' },
  dod: { host: 'https://manage.protection.apps.mil', login: 'https://login.microsoftonline.us' },
};

const HOUR_MS = 3_600_000;
/** At most 24 hours may be asked for at once; exactly 24 have been refused, too. */
const WINDOW_MS = 23 * HOUR_MS;
/** Listings reach back 7 days, less what the clocks may differ. */
const REACH_MS = 7 * 24 * HOUR_MS - 10 * 60_000;
/** Blobs that are fetched before the cursor moves, how many at once, and records after which no more are. */
const MOST_BLOBS = 20;
const AT_ONCE = 4;
const ENOUGH_RECORDS = 1_000;

const blobSchema = z.object({
  contentId: z.string().min(1),
  contentUri: z.url(),
  contentCreated: z.string(),
});
type Blob = z.infer<typeof blobSchema>;

/**
 * One content type of the Office 365 Management Activity API. A listing names blobs by the time at which they became
 * available, and each blob holds events of any time: what was taken is remembered by the blobs' ids, on the listing's
 * clock. Blobs turn up late in a listing, so each pass begins an hour before the last one's end.
 */
export const m365: PollKind<'m365_activity'> = {
  kind: 'm365_activity',
  vendor: VENDOR,
  gives: 'events',
  ascending: false,
  overlapMs: HOUR_MS,
  secret: z.object({ client_secret: z.string().min(1) }),
  baseUrl: ({ plan }, { microsoft }) => microsoft.activity ?? plans[plan].host,
  signIn(settings, { client_secret: secret = '' }, parts) {
    const { host, login } = plans[settings.plan];
    const elsewhere = parts.systems.microsoft.activity === null ? login : undefined;
    return microsoftSignIn(settings, secret, `${host}/.default`, parts, elsewhere);
  },
  ask(settings, { page, since }, _baseUrl, now) {
    if (page !== null) return withPublisher(settings, requestOf(page));
    const start = Math.max(Date.parse(since), now.getTime() - REACH_MS);
    const end = Math.min(start + WINDOW_MS, now.getTime());
    const query = { contentType: settings.content_type, startTime: timeText(start), endTime: timeText(end) };
    return withPublisher(settings, { path: `${feedPath(settings)}/subscriptions/content`, query });
  },
  read(_settings, { value, headers }, baseUrl, { query }) {
    const items = recordsOf(VENDOR, value);
    const next = headers.nextpageuri;
    if (next !== undefined) return { items, page: keptLink(VENDOR, next, baseUrl), more: true };
    const [start, end] = [Date.parse(`${query.startTime}Z`), Date.parse(`${query.endTime}Z`)];
    if (Number.isNaN(end)) return { items, page: null, more: false };
    return { items, page: null, more: end - start >= WINDOW_MS, newest: new Date(end).toISOString() };
  },
  async follow(settings, page, parts) {
    const { fresh, pending } = freshBlobs(page, parts);
    const units: Unit[] = [];
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      const records = units.reduce((count, { texts }) => count + texts.length, 0);
      if (from >= pending && (from >= MOST_BLOBS || records >= ENOUGH_RECORDS)) break;
      const some = fresh.slice(from, from + AT_ONCE);
      units.push(...(await Promise.all(some.map((blob) => unitOf(settings, blob, parts)))));
    }
    if (units.length === fresh.length) return { ...page, units };
    // The same listing again, until everything in it was taken.
    const { path, query } = parts.asked;
    return { items: [], units, page: `${path}?${new URLSearchParams(query)}`, more: true };
  },
  async mend(settings, error, http) {
    // No subscription yet, or one that somebody switched off.
    if (!says(error, 'AF20022') && !says(error, 'AF20023')) return false;
    await subscribe(settings, http);
    return true;
  },
  explain({ content_type: type }, error) {
    if (says(error, 'AF429')) return as(error, 'rate_limited', error.message);
    if (!says(error, 'AF10001')) return error;
    const needed = type === 'DLP.All' ? 'ActivityFeed.Read and ActivityFeed.ReadDlp' : 'ActivityFeed.Read';
    return as(error, 'forbidden', `The application has no consent for ${needed}, which ${type} needs.`);
  },
  timeOf: () => null,
};

const feedPath = ({ azure_tenant_id: tenant }: Settings): string =>
  `${pathOf('api', 'v1.0', tenant)}/activity/feed`;

/**
 * Requests that name no publisher share one allowance among all that do so. The operator's own directory is not known
 * here; since the allowance is kept by customer, the customer's stands in for it.
 */
const withPublisher = (settings: Settings, { path, query }: PageRequest): PageRequest => ({
  path,
  query: { ...query, PublisherIdentifier: settings.azure_tenant_id },
});

/** The API's own form, which knows neither milliseconds nor a zone: it is UTC. */
const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19);

/** Blobs that were not taken yet: what was being handed over first, then the oldest. */
function freshBlobs({ items }: PageRead, { cursor, pending }: FollowParts) {
  const seen = new Set(cursor.seen.map(([digest]) => digest));
  const fresh = new Map<string, Blob>();
  for (const item of items) {
    const blob = blobSchema.safeParse(item);
    if (!blob.success)
      throw new VendorError(
        VENDOR,
        'unreadable',
        'The list of content holds an entry without id or address.',
      );
    const digest = digestOf(blob.data.contentId);
    if (!seen.has(digest)) fresh.set(digest, blob.data);
  }
  const again = pending.flatMap((digest) => fresh.get(digest) ?? []);
  const rest = [...fresh.values()]
    .filter((blob) => !again.includes(blob))
    .sort((one, other) => one.contentCreated.localeCompare(other.contentCreated));
  return { fresh: [...again, ...rest], pending: again.length };
}

async function unitOf(settings: Settings, blob: Blob, { http, baseUrl }: FollowParts): Promise<Unit> {
  const request = withPublisher(settings, requestOf(keptLink(VENDOR, blob.contentUri, baseUrl)));
  const unit = { key: blob.contentId, at: Date.parse(blob.contentCreated) };
  try {
    const value = await http.call({ method: 'GET', ...request, answer: z.unknown() });
    return { ...unit, texts: recordsOf(VENDOR, value).map((record) => JSON.stringify(record)) };
  } catch (error) {
    // Gone or expired at Microsoft's: nobody can have it any more, and what comes after it is not to wait.
    if (says(error, 'AF20050') || says(error, 'AF20051')) return { ...unit, texts: [] };
    throw error;
  }
}

/** Starting what is started already changes nothing, and is refused with AF20024. @throws VendorError */
async function subscribe(settings: Settings, http: VendorHttp): Promise<void> {
  const query = { contentType: settings.content_type };
  const request = withPublisher(settings, { path: `${feedPath(settings)}/subscriptions/start`, query });
  try {
    await http.call({ method: 'POST', ...request, answer: z.unknown(), repeatable: true });
  } catch (error) {
    if (!says(error, 'AF20024')) throw error;
  }
}

const says = (error: unknown, code: string): boolean =>
  error instanceof VendorError && error.body.includes(`"${code}"`);

const as = (error: VendorError, fault: VendorError['fault'], message: string): VendorError =>
  new VendorError(VENDOR, fault, message, {
    ...(error.status === null ? {} : { status: error.status }),
    retryAfter: error.retryAfter,
    body: error.body,
  });
