import { z } from 'zod';
import { textAt, valueAt } from '#shared/polling/page-values.ts';
import type { PageRead, PollKind } from '#shared/polling/poll-kind.ts';
import type { PollSettingsOf } from '#shared/schema/poll.ts';
import { makeFalconToken } from '#shared/vendors/falcon-token.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const VENDOR = 'crowdstrike';
const TIME = 'updated_timestamp';

/** Base addresses by cloud (CrowdStrike's API reference). */
const clouds: Readonly<Record<PollSettingsOf<'falcon_alerts'>['cloud'], string>> = {
  'us-1': 'https://api.crowdstrike.com',
  'us-2': 'https://api.us-2.crowdstrike.com',
  'eu-1': 'https://api.eu-1.crowdstrike.com',
  'us-gov-1': 'https://api.laggar.gcw.crowdstrike.com',
};

/** Alerts of one page: few enough for their whole texts in one answer. */
const LIMIT = 200;
/** Falcon refuses what lies deeper: offset and limit together. */
const DEEPEST = 10_000;

const idsSchema = z.object({ resources: z.array(z.string()).nullable() });
const alertsSchema = z.object({ resources: z.array(z.record(z.string(), z.unknown())).nullable() });

/**
 * Falcon's alerts (endpoint, identity, cloud and the rest; the older detections are among them), each again whenever it
 * is changed. A search gives ids only. An alert that changes moves to the end of the list, which would shift an offset:
 * a page therefore begins at the time of the last alert of the page before, and what was taken is left out; an offset is
 * only used within alerts of one and the same moment.
 */
export const falcon: PollKind<'falcon_alerts'> = {
  kind: 'falcon_alerts',
  vendor: VENDOR,
  gives: 'events',
  ascending: true,
  overlapMs: 10 * 60_000,
  secret: z.object({ client_secret: z.string().min(1) }),
  baseUrl: ({ cloud }, { falcon: rehearsed }) => rehearsed ?? clouds[cloud],
  signIn({ cloud, client_id: clientId }, { client_secret: clientSecret = '' }, { http, now, systems }) {
    return makeFalconToken(http(VENDOR, systems.falcon ?? clouds[cloud]), { clientId, clientSecret }, now);
  },
  ask(_settings, { page, since }) {
    const { from, offset } = page === null ? { from: since, offset: 0 } : placeOf(page);
    return {
      path: '/alerts/queries/alerts/v2',
      query: {
        filter: `${TIME}:>='${from}'`,
        sort: `${TIME}|asc`,
        offset: String(offset),
        limit: String(LIMIT),
      },
    };
  },
  read(_settings, { value }) {
    const parsed = idsSchema.safeParse(value);
    if (!parsed.success) throw new VendorError(VENDOR, 'unreadable', 'Falcon’s list of alerts holds no ids.');
    const items = (parsed.data.resources ?? []).map((id) => ({ id }));
    return { items, page: null, more: false };
  },
  async follow(_settings, page, { cursor, http }) {
    if (page.items.length === 0) return page;
    const found = await http.call({
      method: 'POST',
      path: '/alerts/entities/alerts/v2',
      json: { composite_ids: page.items.map(({ id }) => id) },
      answer: alertsSchema,
      repeatable: true,
    });
    const items = found.resources ?? [];
    if (page.items.length < LIMIT) return { ...page, items };
    return { items, page: nextPlace(cursor.page, cursor.since, items), more: true };
  },
  timeOf: (_settings, item) => textAt(item, TIME),
};

/** `<time> <offset>` */
function placeOf(page: string): { from: string; offset: number } {
  const [from = '', offset = '0'] = page.split(' ');
  return { from, offset: Number(offset) };
}

/** @throws VendorError `unreadable` where more alerts are of one moment than can be asked for. */
function nextPlace(page: string | null, since: string, items: PageRead['items']): string {
  const { from, offset } = page === null ? { from: since, offset: 0 } : placeOf(page);
  const times = items.map((item) => valueAt(item, TIME)).filter((time) => typeof time === 'string');
  const last = times.reduce((one, other) => (Date.parse(other) > Date.parse(one) ? other : one), from);
  if (Date.parse(last) > Date.parse(from)) return `${last} 0`;
  if (offset + 2 * LIMIT <= DEEPEST) return `${from} ${offset + LIMIT}`;
  throw new VendorError(VENDOR, 'unreadable', `More than ${DEEPEST} alerts were changed at ${from}.`);
}
