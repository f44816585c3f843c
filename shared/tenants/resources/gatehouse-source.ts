import { sha256, uuidV5 } from '#shared/ids.ts';
import type { Source, SourceToken } from '#shared/schema/source.ts';
import { provisioningAudit } from '#shared/tenants/provisioning/audit-of.ts';
import { secretNames } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import { SOURCE_TOKEN_PREFIX } from '#shared/tenants/source-token.ts';

const KEY = 'source';
const OBJECT = 'first data source and its token';

/** The same in every run, so that a repetition finds it. */
export const firstSourceId = ({ tenantId }: Pick<ResourceContext, 'tenantId'>): string =>
  uuidV5('first-source', tenantId);

const targetOf = (context: ResourceContext): string => `source/${firstSourceId(context)}`;

function sourceOf(context: ResourceContext): Source {
  const at = context.now().toISOString();
  return {
    tenant_id: context.tenantId,
    source_id: firstSourceId(context),
    name: 'First source',
    source_type: 'siem',
    connector: 'auto',
    settings: {},
    status: 'active',
    created_at: at,
    updated_at: at,
    version: 1,
  };
}

const liveTokens = async (context: ResourceContext): Promise<SourceToken[]> =>
  (await context.core.tokens.list(context.tenantId, firstSourceId(context))).filter(
    (one) => one.revoked_at === null,
  );

/** The token goes into the secret store before its hash is stored: a token that nobody knows would be of no use. */
async function ensureToken(context: ResourceContext): Promise<void> {
  const { core, secrets, tenantId } = context;
  const known = await secrets.get(tenantId, secretNames.ingestToken);
  if (known !== null && (await core.tokens.findByHash(sha256(known)))?.tenant_id === tenantId) return;
  const token = `${SOURCE_TOKEN_PREFIX}${context.newSecret()}`;
  await secrets.put(tenantId, secretNames.ingestToken, token);
  const record: SourceToken = {
    tenant_id: tenantId,
    source_id: firstSourceId(context),
    token_id: context.newId(),
    hint: token.slice(0, 8),
    created_at: context.now().toISOString(),
    created_by: context.by.email ?? context.by.id,
    revoked_at: null,
  };
  const target = `${targetOf(context)}/token/${record.token_id}`;
  const audit = provisioningAudit(context, 'createSourceToken', target, null, { hint: record.hint });
  await core.tokens.create(tenantId, record, sha256(token), audit);
}

/** The way in for this tenant's events: a source with a token that the secret store keeps for the set-up instructions. */
export const gatehouseSource: Resource = {
  name: 'gatehouse-source',
  title: 'First data source with its ingest token',
  system: 'gatehouse',
  needs: ['gatehouse-tenant'],
  applies: () => true,

  async plan(context) {
    const found = await context.core.sources.get(context.tenantId, firstSourceId(context));
    return [
      {
        object: OBJECT,
        call: 'create source and token',
        action: found === null ? 'create' : 'adopt',
        reason: null,
      },
    ];
  },

  async ensure(context) {
    const { core, ledger, tenantId } = context;
    const found = await core.sources.get(tenantId, firstSourceId(context));
    if (found === null) {
      await ledger.intend(KEY);
      const source = sourceOf(context);
      const audit = provisioningAudit(context, 'createSource', targetOf(context), null, {
        name: source.name,
      });
      await core.sources.create(tenantId, source, audit);
    } else if (found.status !== 'active') {
      const active: Source = {
        ...found,
        status: 'active',
        updated_at: context.now().toISOString(),
        version: found.version + 1,
      };
      const audit = provisioningAudit(
        context,
        'updateSource',
        targetOf(context),
        { status: found.status },
        { status: 'active' },
      );
      await core.sources.update(tenantId, active, audit);
    }
    await ensureToken(context);
    await ledger.found(KEY, firstSourceId(context));
  },

  async verify(context) {
    const { core, secrets, tenantId } = context;
    const found = await core.sources.get(tenantId, firstSourceId(context));
    if (found === null) return [gone(OBJECT)];
    const token = await secrets.get(tenantId, secretNames.ingestToken);
    const usable =
      token !== null && (await core.tokens.findByHash(sha256(token)))?.source_id === found.source_id;
    const live = usable && (await liveTokens(context)).length > 0;
    return differences(
      OBJECT,
      { status: 'active', token: 'usable' },
      { ...found, token: live ? 'usable' : 'revoked' },
    );
  },

  async remove(context) {
    const { core, secrets, tenantId } = context;
    const kept = await removeObject(context, {
      key: KEY,
      object: OBJECT,
      gatehouse: true,
      findId: async () => firstSourceId(context),
      async drop(id) {
        if ((await core.sources.get(tenantId, id)) === null) return;
        await core.sources.remove(
          tenantId,
          id,
          provisioningAudit(context, 'deleteSource', targetOf(context), null, null),
        );
      },
    });
    if (context.ledger.row(KEY) === undefined && kept.length === 0) {
      await secrets.remove(tenantId, secretNames.ingestToken);
    }
    return kept;
  },
};
