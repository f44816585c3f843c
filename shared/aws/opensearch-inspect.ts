import type { Client } from '@opensearch-project/opensearch';
import {
  alertAlias,
  alertTemplateName,
  caseIndexName,
  caseTemplateName,
  lifecyclePolicyName,
} from '#shared/aws/names.ts';
import { call, isNoSuchApi, isNotFound } from '#shared/aws/opensearch-call.ts';
import type { TenantId } from '#shared/ids.ts';
import type { TenantIndex } from '#shared/ports/search-index.ts';

/** Reads back what `ensureTenant` makes. */
export async function inspectTenant(client: Client, tenantId: TenantId): Promise<TenantIndex> {
  const there = async (ask: () => Promise<{ body: unknown }>): Promise<boolean> =>
    (await call(ask)).body === true;
  const [alertTemplate, caseTemplate, alertsAlias, caseIndex, policy] = await Promise.all([
    there(() => client.indices.existsIndexTemplate({ name: alertTemplateName(tenantId) })),
    there(() => client.indices.existsIndexTemplate({ name: caseTemplateName(tenantId) })),
    there(() => client.indices.existsAlias({ name: alertAlias(tenantId) })),
    there(() => client.indices.exists({ index: caseIndexName(tenantId) })),
    hasPolicy(client, tenantId),
  ]);
  return {
    alert_template: alertTemplate,
    case_template: caseTemplate,
    alert_alias: alertsAlias,
    case_index: caseIndex,
    policy,
  };
}

async function hasPolicy(client: Client, tenantId: TenantId): Promise<boolean | null> {
  const path = `/_plugins/_ism/policies/${lifecyclePolicyName(tenantId)}`;
  try {
    await call(() => client.transport.request({ method: 'GET', path }));
    return true;
  } catch (error) {
    if (isNoSuchApi(error)) return null;
    if (isNotFound(error)) return false;
    throw error;
  }
}
