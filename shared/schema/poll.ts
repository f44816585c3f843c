import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';

const azureApp = { azure_tenant_id: z.guid(), client_id: z.guid() };

/** What a pulled source is read with, without its secret (`sourceSecretName`). */
export const pollSettingsSchema = z.discriminatedUnion('kind', [
  /** Okta's System Log; secret: `{api_token}`. */
  z.strictObject({ kind: z.literal('okta_system_log'), url: z.url() }),
  /** Microsoft Graph; secret: `{client_secret}`. */
  z.strictObject({
    kind: z.literal('microsoft_graph'),
    ...azureApp,
    feed: z.enum(['sign_ins', 'directory_audits', 'risk_detections', 'alerts']),
  }),
  /** One content type of the Office 365 Management Activity API; secret: `{client_secret}`. */
  z.strictObject({
    kind: z.literal('m365_activity'),
    ...azureApp,
    plan: z.enum(['enterprise', 'gcc', 'gcc-high', 'dod']),
    content_type: z.enum([
      'Audit.AzureActiveDirectory',
      'Audit.Exchange',
      'Audit.SharePoint',
      'Audit.General',
      'DLP.All',
    ]),
  }),
  /** Alerts of CrowdStrike Falcon; secret: `{client_secret}`. */
  z.strictObject({
    kind: z.literal('falcon_alerts'),
    cloud: z.enum(['us-1', 'us-2', 'eu-1', 'us-gov-1']),
    client_id: z.string().regex(/^[0-9a-f]{32}$/i),
  }),
  /** Incidents of a Sentinel workspace; secret: `{client_secret}`. */
  z.strictObject({
    kind: z.literal('sentinel_incidents'),
    ...azureApp,
    subscription_id: z.guid(),
    resource_group: z.string().regex(/^[A-Za-z0-9._()-]{1,90}$/),
    workspace_name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/),
  }),
  /** One collection of a TAXII 2.1 server; secret: `{password}` where there is a user name. */
  z.strictObject({
    kind: z.literal('taxii'),
    /** Address of the API root. */
    url: z.url(),
    collection_id: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
    username: z.string().nullable(),
  }),
]);
export type PollSettings = z.infer<typeof pollSettingsSchema>;
export type PollKindName = PollSettings['kind'];
export type PollSettingsOf<K extends PollKindName> = Extract<PollSettings, { kind: K }>;

/** How far a source was read. */
export const cursorSchema = z.strictObject({
  /** The page to ask for next, as the other system named it; null begins anew at `since`. */
  page: z.string().nullable(),
  /** The time from which this pass asks, RFC 3339. */
  since: z.iso.datetime(),
  /** The latest time of what was taken; the next pass begins there, a little earlier. */
  newest: z.iso.datetime(),
  /** Digests of the latest records that were taken, with their times in Unix milliseconds: they are not taken again. */
  seen: z.array(z.tuple([z.string(), z.number()])),
});
export type Cursor = z.infer<typeof cursorSchema>;

/** What stands between us and the events. */
export const pollProblemSchema = z.enum([
  'credentials',
  'cursor',
  'limit',
  'unreachable',
  'answer',
  /** The customer's licence or consent does not reach as far as this feed; it is asked again from time to time. */
  'not_covered',
]);
export type PollProblem = z.infer<typeof pollProblemSchema>;

/** The reading of one feed of a pulled source: where it stands and when it goes on. */
export const pollSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  source_id: z.string(),
  /** Which of the source's feeds (`pollPlan`). */
  feed: z.string(),
  state: z.enum(['active', 'paused']),
  cursor: cursorSchema,
  /** Digests of the records that are being handed over: after a crash they go again in the same order, as the same packs. */
  pending: z.array(z.string()),
  /** When the cursor last moved. */
  cursor_at: z.iso.datetime().nullable(),
  last_run_at: z.iso.datetime().nullable(),
  next_run_at: z.iso.datetime(),
  /** Nobody else reads it before this. */
  leased_until: z.iso.datetime().nullable(),
  /** Failures since the last page that was read. */
  failures: z.number().int().min(0),
  problem: pollProblemSchema.nullable(),
  /** Why the last run failed, in words that tell what to do. */
  last_error: z.string().nullable(),
  version: z.number().int().min(1),
});
export type Poll = z.infer<typeof pollSchema>;

/** The secret settings of a source, as JSON; a name below its tenant. */
export const sourceSecretName = (sourceId: string): string => `source-${sourceId}`;
