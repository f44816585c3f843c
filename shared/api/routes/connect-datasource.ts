import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { datasourceAnswer, shownDatasource } from '#shared/api/datasource-answers.ts';
import { baseUrlField, NO_ADDRESS } from '#shared/api/fields.ts';
import { defineRoute, type RequestContext } from '#shared/api/route.ts';
import { instructionsFor } from '#shared/datasources/instructions.ts';
import { readSettings, type SettingValue } from '#shared/datasources/settings.ts';
import { snippetAnswer, snippetsOf } from '#shared/datasources/snippets-of.ts';
import { isPulled } from '#shared/datasources/template.ts';
import { templateNamed } from '#shared/datasources/templates.ts';
import { DomainError } from '#shared/errors.ts';
import { sha256 } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import { sourceSecretName } from '#shared/schema/poll.ts';
import { type Source, sourceSchema } from '#shared/schema/source.ts';
import { TOKEN_MARK } from '#shared/snippets/snippet.ts';
import { SOURCE_TOKEN_PREFIX } from '#shared/tenants/source-token.ts';

export const connectDatasource = defineRoute({
  operation: 'connectDatasource',
  summary: 'Connect a data source by its template; one that pushes gets a token, shown in this answer only',
  method: 'POST',
  path: '/api/v1/onboarding/datasources/connect',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 201,
  idempotent: true,
  body: z.strictObject({
    template_id: z.string().max(100),
    name: sourceSchema.shape.name.optional(),
    settings: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .default({})
      .describe(
        'By the fields of the template; what is secret there goes into the secret store, and what its connector reads by into the settings of the source.',
      ),
    base_url: baseUrlField.optional(),
  }),
  answer: z.object({
    datasource: datasourceAnswer,
    token: z.string().nullable().describe('Null where Gatehouse fetches, and when the request is repeated.'),
    instructions: z.string().describe('Markdown, with the tenant’s own values.'),
    snippets: z.array(snippetAnswer),
  }),
  kept: ({ datasource }) => ({ datasource, token: null, instructions: '', snippets: [] }),
  location: ({ datasource }) => `/api/v1/onboarding/datasources/${datasource.source_id}/health`,
  async handle(ports, context, { body }) {
    const { tenantId, now, newResourceId } = context;
    const template = templateNamed(body.template_id);
    if (template === null) {
      throw new DomainError(
        'invalid_request',
        'There is no such template: GET /api/v1/onboarding/connectors/templates lists them.',
        { issues: [{ in: 'body', path: 'template_id', message: 'is no template' }] },
      );
    }
    const { plain, secret, read } = readSettings(template, body.settings);
    const source: Source = {
      tenant_id: tenantId,
      source_id: newResourceId,
      name: body.name ?? template.name,
      source_type: template.source_type,
      connector: template.connector,
      template_id: template.template_id,
      settings: read,
      form: plain,
      status: 'active',
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
      version: 1,
    };
    await keepSecret(ports, source, secret);
    const audit = auditOf(context, ports.newId(), {
      action: 'connectDatasource',
      target: `source/${source.source_id}`,
      before: null,
      after: { name: source.name, template_id: template.template_id, settings: { ...plain, ...read } },
    });
    await ports.sources.create(tenantId, source, audit);
    const token = isPulled(template.connector_type) ? null : await newToken(ports, context, source);
    const target = {
      url: body.base_url ?? NO_ADDRESS,
      sourceId: source.source_id,
      token: token ?? TOKEN_MARK,
    };
    return {
      datasource: await shownDatasource(ports, tenantId, source, now),
      token,
      instructions: instructionsFor(template.instructions, { ...target, settings: plain }),
      snippets: snippetsOf(template, { ...target, tenantId, cellAccount: ports.cellAccount }),
    };
  },
});

/** Before the source is there, so that no source is ever without what its poller needs. */
async function keepSecret(
  { secrets }: Ports,
  { tenant_id, source_id }: Source,
  secret: Readonly<Record<string, SettingValue>>,
): Promise<void> {
  if (Object.keys(secret).length === 0) return;
  await secrets.put(tenant_id, sourceSecretName(source_id), JSON.stringify(secret));
}

async function newToken(ports: Ports, context: RequestContext, source: Source): Promise<string> {
  const token = `${SOURCE_TOKEN_PREFIX}${ports.newSecret()}`;
  const record = {
    tenant_id: source.tenant_id,
    source_id: source.source_id,
    token_id: ports.newId(),
    hint: token.slice(0, 8),
    created_at: context.now.toISOString(),
    created_by: context.caller.email,
    revoked_at: null,
  };
  const audit = auditOf(context, ports.newId(), {
    action: 'createSourceToken',
    target: `source/${source.source_id}/token/${record.token_id}`,
    before: null,
    after: { hint: record.hint },
  });
  await ports.tokens.create(source.tenant_id, record, sha256(token), audit);
  return token;
}
