import { z } from 'zod';
import { keptLink, requestOf } from '#shared/polling/next-link.ts';
import { textAt, valueAt } from '#shared/polling/page-values.ts';
import type { PageRequest } from '#shared/polling/poll-kind.ts';
import { TABLE } from '#shared/tenants/provisioning/azure-paths.ts';
import { sentinelRuleTemplates } from '#shared/tenants/sentinel/rule-templates.ts';
import type { VendorHttp } from '#shared/vendors/http.ts';

type Item = Readonly<Record<string, unknown>>;

const titles: ReadonlySet<string> = new Set(sentinelRuleTemplates.map(({ displayName }) => displayName));

const rulesSchema = z.object({
  value: z.array(
    z.object({ name: z.string(), properties: z.object({ query: z.string().optional() }).optional() }),
  ),
  nextLink: z.url().nullish(),
});
/** A workspace may have 512 rules that are switched on (service limits of Sentinel), and some that are not. */
const MOST_PAGES = 50;

/**
 * Names of the workspace's rules that look at what Gatehouse sent there, whoever made them. What they find came from us:
 * taken in again, it would be found again, without end.
 * @throws VendorError
 */
export async function rulesOnOwnTable(
  http: VendorHttp,
  baseUrl: string,
  first: PageRequest,
): Promise<Set<string>> {
  const own = new Set<string>();
  let request: PageRequest | null = first;
  for (let page = 0; request !== null && page < MOST_PAGES; page++) {
    const { value, nextLink }: z.infer<typeof rulesSchema> = await http.call({
      method: 'GET',
      ...request,
      answer: rulesSchema,
    });
    for (const { name, properties } of value)
      if (properties?.query?.includes(TABLE)) own.add(name.toLowerCase());
    request = nextLink ? requestOf(keptLink('sentinel', nextLink, baseUrl)) : null;
  }
  return own;
}

/** Whether an incident of Sentinel holds nothing but what such rules found. */
export function isOwnIncident(incident: Item, ownRules: ReadonlySet<string>): boolean {
  const related = valueAt(incident, 'properties.relatedAnalyticRuleIds');
  const names = Array.isArray(related) ? related.map((id) => String(id).toLowerCase().split('/').at(-1)) : [];
  // The rule may have been deleted since; the title of ours says whose it was.
  if (names.length === 0) return titles.has(textAt(incident, 'properties.title') ?? '');
  return names.every((name) => ownRules.has(name ?? ''));
}

/** The same of an alert of Microsoft Graph, among which Sentinel's are once its workspace is in the Defender portal. */
export const isOwnAlert = (alert: Item): boolean =>
  textAt(alert, 'serviceSource') === 'microsoftSentinel' && titles.has(textAt(alert, 'title') ?? '');
