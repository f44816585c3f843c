import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { graylogPattern, searchTemplate } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import type { SearchObject } from '#shared/vendors/opensearch.ts';

const KEY = 'template';

/** Above Graylog's own templates, which have no priority in the composable form. */
const PRIORITY = 200;

const objectOf = ({ tenantId }: ResourceContext): string => `index template ${searchTemplate(tenantId)}`;

/** The fields that dashboards and the customer's filter work on, in the types that they need. */
export const properties = {
  timestamp: { type: 'date', format: 'uuuu-MM-dd HH:mm:ss.SSS||strict_date_optional_time||epoch_millis' },
  agent_labels_customer: { type: 'keyword' },
  agent_name: { type: 'keyword' },
  data_srcip: { type: 'keyword' },
  decoder_name: { type: 'keyword' },
  location: { type: 'keyword' },
  agent_ip: { type: 'keyword' },
  rule_id: { type: 'keyword' },
  rule_level: { type: 'long' },
  rule_description: { type: 'keyword', ignore_above: 1_024 },
  rule_groups: { type: 'keyword' },
  rule_mitre_id: { type: 'keyword' },
  rule_mitre_tactic: { type: 'keyword' },
  rule_pci_dss: { type: 'keyword' },
  rule_gdpr: { type: 'keyword' },
  syslog_level: { type: 'keyword' },
} as const;

function wanted({ tenantId, setup }: ResourceContext): SearchObject {
  return {
    index_patterns: [graylogPattern(tenantId)],
    priority: PRIORITY,
    template: {
      settings: {
        index: { number_of_shards: String(setup.shards), number_of_replicas: String(setup.replicas) },
      },
      mappings: { properties },
    },
  };
}

/** Whether two patterns with a star at their end can match one name. */
export function patternsOverlap(one: string, other: string): boolean {
  const [a = '', b = ''] = [one.split('*', 1)[0], other.split('*', 1)[0]];
  if (!one.includes('*') && !other.includes('*')) return one === other;
  if (!one.includes('*')) return one.startsWith(b);
  if (!other.includes('*')) return other.startsWith(a);
  return a.startsWith(b) || b.startsWith(a);
}

export const opensearchTemplate: Resource = {
  name: 'opensearch-template',
  title: 'Search template of the customer’s indices',
  system: 'opensearch',
  needs: ['gatehouse-tenant'],
  applies: (setup, systems) => setup.platforms.includes('open_source') && systems.opensearch !== null,

  async plan(context) {
    const name = searchTemplate(context.tenantId);
    const search = await context.apis.opensearch();
    const base = { object: objectOf(context), call: `PUT /_index_template/${name}` };
    if ((await search.template(name)) !== null) return [{ ...base, action: 'adopt', reason: null }];
    const pattern = graylogPattern(context.tenantId);
    const others = await search.templates();
    const other = others.find(
      (one) => one.priority === PRIORITY && one.patterns.some((text) => patternsOverlap(text, pattern)),
    );
    if (other === undefined) return [{ ...base, action: 'create', reason: null }];
    const reason =
      `The template "${other.name}" covers ${other.patterns.join(', ')} at the same priority, and the cluster refuses ` +
      `${pattern} beside it. Give that template another priority or pattern.`;
    return [{ ...base, action: 'collision', reason }];
  },

  async ensure(context) {
    const name = searchTemplate(context.tenantId);
    const search = await context.apis.opensearch();
    const found = await ensureObject(context, {
      key: KEY,
      find: () => search.template(name),
      create: () => search.putTemplate(name, wanted(context)),
      idOf: () => name,
    });
    if (compare(context, found).length === 0) return;
    await context.ledger.change(KEY, name, found);
    await search.putTemplate(name, wanted(context));
  },

  async verify(context) {
    const found = await (await context.apis.opensearch()).template(searchTemplate(context.tenantId));
    return found === null ? [gone(objectOf(context))] : compare(context, found);
  },

  remove: (context) =>
    removeObject(context, {
      key: KEY,
      object: objectOf(context),
      findId: async () => searchTemplate(context.tenantId),
      drop: async (id) => (await context.apis.opensearch()).deleteTemplate(id),
      restore: async (id, before) =>
        (await context.apis.opensearch()).putTemplate(id, before as SearchObject),
    }),
};

function compare(context: ResourceContext, found: SearchObject) {
  const { index_patterns, priority } = wanted(context);
  const mapped = (found.template as { mappings?: { properties?: Record<string, { type?: string }> } })
    ?.mappings?.properties;
  const types = Object.fromEntries(
    Object.keys(properties).map((field) => [`type of ${field}`, mapped?.[field]?.type]),
  );
  const expected = Object.fromEntries(
    Object.entries(properties).map(([field, { type }]) => [`type of ${field}`, type]),
  );
  return differences(objectOf(context), { index_patterns, priority, ...expected }, { ...found, ...types });
}
