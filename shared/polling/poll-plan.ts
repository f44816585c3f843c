import type { PollSettings, PollSettingsOf } from '#shared/schema/poll.ts';
import type { Source } from '#shared/schema/source.ts';

/** One thing to read for a source; a source may have several. */
export type Feed = {
  feed: string;
  settings: PollSettings;
  /** What not every customer has a licence or consent for: without it the source still does well. */
  optional?: true;
};

type Values = Readonly<Record<string, string>>;

const graphFeeds = (values: Values, feeds: readonly PollSettingsOf<'microsoft_graph'>['feed'][]): Feed[] =>
  feeds.map((feed) => ({ feed, settings: { kind: 'microsoft_graph', ...app(values), feed } }));

const app = ({ azure_tenant_id = '', client_id = '' }: Values) => ({ azure_tenant_id, client_id });

/** What is read for a source of each pulled template. */
const plans: Readonly<Record<string, (values: Values) => Feed[]>> = {
  okta: ({ org_url: url = '' }) => [{ feed: 'system_log', settings: { kind: 'okta_system_log', url } }],
  'entra-id': (values) => [
    ...graphFeeds(values, ['sign_ins', 'directory_audits']),
    ...graphFeeds(values, ['risk_detections']).map((feed) => ({ ...feed, optional: true as const })),
  ],
  crowdstrike: ({ client_id = '', cloud }) => {
    const known = falconClouds.find((one) => one === cloud) ?? 'us-1';
    return [{ feed: 'alerts', settings: { kind: 'falcon_alerts', client_id, cloud: known } }];
  },
  m365: (values) => contentTypes.map((type) => activity(values, type)),
  'microsoft-defender': (values) => [...graphFeeds(values, ['alerts']), ...incidents(values)],
  'threat-feed': ({ api_root: url = '', collection_id = '', username }) => [
    { feed: collection_id, settings: { kind: 'taxii', url, collection_id, username: username ?? null } },
  ],
};

const falconClouds = ['us-1', 'us-2', 'eu-1', 'us-gov-1'] as const;

type ContentType = PollSettingsOf<'m365_activity'>['content_type'];
const contentTypes: readonly ContentType[] = [
  'Audit.AzureActiveDirectory',
  'Audit.Exchange',
  'Audit.SharePoint',
  'Audit.General',
  'DLP.All',
];

/** Data loss prevention has a permission of its own (ActivityFeed.ReadDlp). */
function activity(values: Values, contentType: ContentType): Feed {
  const plan = plans365.find((one) => one === values.plan) ?? 'enterprise';
  const settings = { kind: 'm365_activity', ...app(values), plan, content_type: contentType } as const;
  return { feed: contentType, settings, ...(contentType === 'DLP.All' ? { optional: true } : {}) };
}

const plans365 = ['enterprise', 'gcc', 'gcc-high', 'dod'] as const;

/** Incidents where the workspace's place in Azure is known. */
function incidents(values: Values): Feed[] {
  const { subscription_id, resource_group, workspace_name } = values;
  if (subscription_id === undefined || resource_group === undefined || workspace_name === undefined)
    return [];
  const workspace = { subscription_id, resource_group, workspace_name };
  return [{ feed: 'incidents', settings: { kind: 'sentinel_incidents', ...app(values), ...workspace } }];
}

/** What Gatehouse reads for a source; nothing for those that push. */
export function pollPlan({
  template_id: template = '',
  form = {},
}: Pick<Source, 'template_id' | 'form'>): Feed[] {
  const plan = Object.hasOwn(plans, template) ? plans[template] : undefined;
  const texts = Object.entries(form).map(([name, value]) => [name, String(value)] as const);
  return plan?.(Object.fromEntries(texts.filter(([, value]) => value !== ''))) ?? [];
}
