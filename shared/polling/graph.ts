import { z } from 'zod';
import { keptLink, requestOf } from '#shared/polling/next-link.ts';
import { isOwnAlert } from '#shared/polling/own-alerts.ts';
import { recordsOf, textAt } from '#shared/polling/page-values.ts';
import type { PollKind } from '#shared/polling/poll-kind.ts';
import { microsoftSignIn } from '#shared/polling/sign-in.ts';
import type { PollSettingsOf } from '#shared/schema/poll.ts';
import { microsoftScopes } from '#shared/vendors/microsoft-token.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

type Feed = PollSettingsOf<'microsoft_graph'>['feed'];

/** Each list with the time that it is filtered by, and what it needs (Microsoft Graph v1.0 reference). */
const feeds: Readonly<
  Record<Feed, { path: string; time: string; permission: string; licence: string | null }>
> = {
  sign_ins: {
    path: '/v1.0/auditLogs/signIns',
    time: 'createdDateTime',
    permission: 'AuditLog.Read.All',
    licence: 'Entra ID P1',
  },
  directory_audits: {
    path: '/v1.0/auditLogs/directoryAudits',
    time: 'activityDateTime',
    permission: 'AuditLog.Read.All',
    licence: null,
  },
  risk_detections: {
    path: '/v1.0/identityProtection/riskDetections',
    time: 'detectedDateTime',
    permission: 'IdentityRiskEvent.Read.All',
    licence: 'Entra ID P2',
  },
  alerts: {
    path: '/v1.0/security/alerts_v2',
    time: 'lastUpdateDateTime',
    permission: 'SecurityAlert.Read.All',
    licence: null,
  },
};
const PAGE = '500';

/**
 * Sign-ins, audits, risk detections or alerts of Microsoft Graph. The lists are newest first and records turn up minutes late, so each
 * pass asks from before the newest record and leaves out what was taken.
 */
export const graph: PollKind<'microsoft_graph'> = {
  kind: 'microsoft_graph',
  vendor: 'microsoft graph',
  gives: 'events',
  ascending: false,
  overlapMs: 15 * 60_000,
  secret: z.object({ client_secret: z.string().min(1) }),
  baseUrl: (_settings, { microsoft }) => microsoft.graph,
  signIn: (settings, { client_secret: secret = '' }, parts) =>
    microsoftSignIn(settings, secret, microsoftScopes.graph, parts),
  ask({ feed }, { page, since }) {
    if (page !== null) return requestOf(page);
    const { path, time } = feeds[feed];
    return { path, query: { $filter: `${time} ge ${since}`, $top: PAGE } };
  },
  read(_settings, { value }, baseUrl) {
    const link = textAt(value, '@odata.nextLink');
    return {
      items: recordsOf('microsoft graph', value, 'value'),
      page: link === null ? null : keptLink('microsoft graph', link, baseUrl),
      more: link !== null,
    };
  },
  async follow({ feed }, page) {
    return feed === 'alerts' ? { ...page, items: page.items.filter((item) => !isOwnAlert(item)) } : page;
  },
  explain({ feed }, error) {
    if (error.status !== 403) return error;
    const { permission, licence } = feeds[feed];
    const needed = `consent for ${permission}${licence === null ? '' : ` and a licence of ${licence}`}`;
    const message = `Microsoft Graph does not give ${feed}, for which the application needs ${needed}: ${error.message}`;
    return new VendorError('microsoft graph', 'forbidden', message, { status: 403, body: error.body });
  },
  timeOf: ({ feed }, item) => textAt(item, feeds[feed].time),
};
