import type { PollSettings } from '#shared/schema/poll.ts';
import type { Source } from '#shared/schema/source.ts';

/** One thing to read for a source; a source may have several. */
export type Feed = { feed: string; settings: PollSettings };

type Values = Readonly<Record<string, string>>;

const graphFeeds = (values: Values, feeds: readonly ('sign_ins' | 'directory_audits' | 'alerts')[]) =>
  feeds.map((feed) => ({ feed, settings: { kind: 'microsoft_graph', ...app(values), feed } as const }));

const app = ({ azure_tenant_id = '', client_id = '' }: Values) => ({ azure_tenant_id, client_id });

/** What is read for a source of each pulled template. */
const plans: Readonly<Record<string, (values: Values) => Feed[]>> = {
  okta: ({ org_url: url = '' }) => [{ feed: 'system_log', settings: { kind: 'okta_system_log', url } }],
  'entra-id': (values) => graphFeeds(values, ['sign_ins', 'directory_audits']),
  'microsoft-defender': (values) => [...graphFeeds(values, ['alerts']), ...incidents(values)],
  'threat-feed': ({ api_root: url = '', collection_id = '', username }) => [
    { feed: collection_id, settings: { kind: 'taxii', url, collection_id, username: username ?? null } },
  ],
};

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
