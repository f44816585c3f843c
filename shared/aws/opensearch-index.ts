import type { Client } from '@opensearch-project/opensearch';
import { z } from 'zod';
import {
  alertAlias,
  alertIndexName,
  alertIndexPattern,
  alertTemplateName,
  caseIndexName,
  caseTemplateName,
  lifecyclePolicyName,
} from '#shared/aws/names.ts';
import { call, isNoSuchApi, isNotFound } from '#shared/aws/opensearch-call.ts';
import { makeOpenSearchClient } from '#shared/aws/opensearch-client.ts';
import { type BulkOperation, bulkOperation, mappings } from '#shared/aws/opensearch-documents.ts';
import { inspectTenant } from '#shared/aws/opensearch-inspect.ts';
import { searchBody, writePosition } from '#shared/aws/opensearch-query.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';
import type { IndexChange, SearchFilter, SearchIndex } from '#shared/ports/search-index.ts';
import { alertSchema } from '#shared/schema/alert.ts';
import { caseSchema } from '#shared/schema/case.ts';

export function makeSearchIndex(options: { url: string; signed: boolean }): SearchIndex {
  return makeOpenSearchIndex(makeOpenSearchClient(options));
}

/** Alerts and cases in OpenSearch: `alerts-<tenant>` is an alias over one index a month, `cases-<tenant>` one index. */
export function makeOpenSearchIndex(client: Client): SearchIndex {
  return {
    ensureTenant: (tenantId, retentionDays) => ensureTenant(client, tenantId, retentionDays),
    inspectTenant: (tenantId) => inspectTenant(client, tenantId),
    write: (tenantId, changes) => write(client, tenantId, changes),
    holdsAlert: async (tenantId, { alert_id: id, created_at }) => {
      const index = alertIndexName(tenantId, created_at);
      return (await call(() => client.exists({ index, id }))).body === true;
    },
    alerts: (tenantId, filter, page) =>
      search(client, tenantId, alertAlias(tenantId), alertSchema, filter, page),
    cases: (tenantId, filter, page) =>
      search(client, tenantId, caseIndexName(tenantId), caseSchema, filter, page),
    dropExpired: (tenantId, before) => dropExpired(client, tenantId, before),
    clearTenant: (tenantId) => clearTenant(client, tenantId),
    removeTenant: (tenantId) => removeTenant(client, tenantId),
    ping: async () => {
      await call(() => client.cluster.health({ timeout: '2s' }));
    },
  };
}

/** Small indices, many tenants: one shard each; replicas follow the cluster (0 on one node, 1 from two on). */
const settings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  refresh_interval: '1s',
};

async function ensureTenant(
  client: Client,
  tenantId: TenantId,
  retentionDays: number,
): Promise<'ism' | 'retention-job'> {
  const retentionBy = await ensurePolicy(client, tenantId, retentionDays);
  await putTemplate(client, alertTemplateName(tenantId), {
    index_patterns: [alertIndexPattern(tenantId)],
    template: { settings, mappings, aliases: { [alertAlias(tenantId)]: {} } },
  });
  await putTemplate(client, caseTemplateName(tenantId), {
    index_patterns: [caseIndexName(tenantId)],
    template: { settings, mappings },
  });
  await ensureIndex(client, alertIndexName(tenantId, new Date().toISOString()));
  await ensureIndex(client, caseIndexName(tenantId));
  return retentionBy;
}

async function putTemplate(client: Client, name: string, template: object): Promise<void> {
  const body = { priority: 100, ...template };
  await call(() => client.indices.putIndexTemplate({ name, body: body as never }));
}

async function ensureIndex(client: Client, index: string): Promise<void> {
  const exists = await call(() => client.indices.exists({ index }));
  if (exists.body) return;
  try {
    await call(() => client.indices.create({ index }));
  } catch (error) {
    const cause = (error as { body?: { error?: { type?: string } } }).body?.error?.type;
    if (cause !== 'resource_already_exists_exception') throw error;
  }
}

/** Index State Management is a plug-in: Amazon's domains have it, a bare node has not and answers 400 or 404. */
async function ensurePolicy(
  client: Client,
  tenantId: TenantId,
  retentionDays: number,
): Promise<'ism' | 'retention-job'> {
  const path = `/_plugins/_ism/policies/${lifecyclePolicyName(tenantId)}`;
  let known: { _seq_no: number; _primary_term: number } | null = null;
  try {
    const found = await call(() => client.transport.request({ method: 'GET', path }));
    known = z.object({ _seq_no: z.number(), _primary_term: z.number() }).parse(found.body);
  } catch (error) {
    if (isNoSuchApi(error)) return 'retention-job';
    if (!isNotFound(error)) throw error;
  }
  const query = known === null ? '' : `?if_seq_no=${known._seq_no}&if_primary_term=${known._primary_term}`;
  const body = ismPolicy(tenantId, retentionDays);
  await call(() => client.transport.request({ method: 'PUT', path: `${path}${query}`, body }));
  return 'ism';
}

function ismPolicy(tenantId: TenantId, retentionDays: number): object {
  return {
    policy: {
      description: `Deletes the alert indices of ${tenantId} after ${retentionDays} days`,
      default_state: 'kept',
      states: [
        {
          name: 'kept',
          actions: [],
          // A monthly index is written for up to 31 days before its last alert starts to age.
          transitions: [
            {
              state_name: 'expired',
              conditions: { min_index_age: `${retentionDays + 31}d` },
            },
          ],
        },
        { name: 'expired', actions: [{ delete: {} }], transitions: [] },
      ],
      ism_template: [{ index_patterns: [alertIndexPattern(tenantId)], priority: 100 }],
    },
  };
}

/** Amazon's small domains take 10 MiB a request (OpenSearch Service quotas, "Network limits"); alerts are up to 400 KB. */
const MAX_BULK_BYTES = 4 * 1024 * 1024;

const bulkAnswerSchema = z.object({
  items: z.array(z.record(z.string(), z.object({ status: z.number() }))),
});

/** 409 is an older version meeting a newer one, 404 a delete of what is gone: both are done. */
function mustTryAgain(status: number): boolean {
  return status !== 409 && status !== 404 && status >= 400;
}

async function write(client: Client, tenantId: TenantId, changes: readonly IndexChange[]): Promise<number[]> {
  const again: number[] = [];
  for (const call of inCalls(changes.map((change) => bulkOperation(tenantId, change)))) {
    again.push(...(await bulk(client, call)));
  }
  return again;
}

type Numbered = { position: number; lines: string };

function inCalls(operations: readonly BulkOperation[]): Numbered[][] {
  const calls: Numbered[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [position, { action, document }] of operations.entries()) {
    const lines = [action, ...(document === null ? [] : [document])]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
    const size = Buffer.byteLength(lines);
    if (bytes + size > MAX_BULK_BYTES) {
      calls.push([]);
      bytes = 0;
    }
    calls.at(-1)?.push({ position, lines });
    bytes += size;
  }
  return calls;
}

/** Returns the positions that must be tried again. Those of a whole call that failed are among them. */
async function bulk(client: Client, operations: readonly Numbered[]): Promise<number[]> {
  const body = operations.map(({ lines }) => lines).join('');
  const answer = await call(() => client.bulk({ body: body as never }));
  const { items } = bulkAnswerSchema.parse(answer.body);
  return operations.flatMap(({ position }, i) => {
    const status = Object.values(items[i] ?? {})[0]?.status;
    return status === undefined || mustTryAgain(status) ? [position] : [];
  });
}

const hitsSchema = z.object({
  hits: z.object({
    hits: z.array(
      z.object({
        _source: z.object({ doc: z.unknown() }),
        sort: z.array(z.unknown()),
      }),
    ),
  }),
});

async function search<T extends { tenant_id: TenantId }>(
  client: Client,
  tenantId: TenantId,
  index: string,
  schema: z.ZodType<T>,
  filter: SearchFilter,
  page: PageRequest,
): Promise<Page<T>> {
  const body = searchBody(tenantId, filter, page);
  const answer = await call(() => client.search({ index, ignore_unavailable: true, body: body as never }));
  const { hits } = hitsSchema.parse(answer.body).hits;
  const shown = hits.slice(0, page.limit);
  const items = shown
    .map((hit) => schema.parse(hit._source.doc))
    .filter((item) => item.tenant_id === tenantId);
  const last = shown.at(-1);
  return {
    items,
    next: hits.length > page.limit && last !== undefined ? writePosition(last.sort) : null,
  };
}

/** The tenant's monthly indices with the instant at which each one's month ends. */
async function alertIndices(client: Client, tenantId: TenantId): Promise<{ index: string; ended: number }[]> {
  const answer = await call(() =>
    client.cat.indices({
      index: alertIndexPattern(tenantId),
      format: 'json',
      h: ['index'],
      expand_wildcards: 'all',
    }),
  );
  const names = z.array(z.object({ index: z.string() })).parse(answer.body);
  return names.flatMap(({ index }) => {
    const [, year, month] = /-(\d{4})\.(0[1-9]|1[0-2])$/.exec(index) ?? [];
    // The pattern of `acme` would also match an index of `acme-eu`, should codes ever be allowed to begin alike.
    const own = year !== undefined && index === alertIndexName(tenantId, `${year}-${month}-01`);
    return own ? [{ index, ended: Date.UTC(Number(year), Number(month), 1) }] : [];
  });
}

async function dropExpired(client: Client, tenantId: TenantId, before: Date): Promise<string[]> {
  const all = await alertIndices(client, tenantId);
  const expired = all.filter(({ ended }) => ended <= before.getTime()).map(({ index }) => index);
  for (const index of expired) await call(() => client.indices.delete({ index, ignore_unavailable: true }));
  return expired;
}

async function clearTenant(client: Client, tenantId: TenantId): Promise<void> {
  const alerts = (await alertIndices(client, tenantId)).map(({ index }) => index);
  const names = [...alerts, caseIndexName(tenantId)];
  for (const index of names) await call(() => client.indices.delete({ index, ignore_unavailable: true }));
}

async function removeTenant(client: Client, tenantId: TenantId): Promise<void> {
  await clearTenant(client, tenantId);
  for (const name of [alertTemplateName(tenantId), caseTemplateName(tenantId)]) {
    await quietly(() => client.indices.deleteIndexTemplate({ name }));
  }
  await quietly(() =>
    client.transport.request({
      method: 'DELETE',
      path: `/_plugins/_ism/policies/${lifecyclePolicyName(tenantId)}`,
    }),
  );
}

/** Gone already, or never there, is done. */
async function quietly(action: () => Promise<unknown>): Promise<void> {
  try {
    await call(action);
  } catch (error) {
    if (!isNotFound(error) && !isNoSuchApi(error)) throw error;
  }
}
