import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { sourceAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { connectorField, settingsField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { assertSettings } from '#shared/connectors/source-settings.ts';
import { type Source, sourceSchema } from '#shared/schema/source.ts';

export const createSource = defineRoute({
  operation: 'createSource',
  summary: 'Create a data source; it pushes events once it has a token',
  method: 'POST',
  path: '/api/v1/sources',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 201,
  idempotent: true,
  body: z.strictObject({
    name: sourceSchema.shape.name,
    source_type: sourceSchema.shape.source_type,
    connector: connectorField.default('auto'),
    settings: settingsField.default({}),
  }),
  answer: sourceAnswer,
  location: (source) => `/api/v1/sources/${source.source_id}`,
  async handle(ports, context, { body }) {
    const { tenantId, now, newResourceId } = context;
    assertSettings(body.connector, body.settings);
    const source: Source = {
      tenant_id: tenantId,
      source_id: newResourceId,
      ...body,
      status: 'active',
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
      version: 1,
    };
    const audit = auditOf(context, ports.newId(), {
      action: 'createSource',
      target: `source/${source.source_id}`,
      before: null,
      after: body,
    });
    await ports.sources.create(tenantId, source, audit);
    return source;
  },
});
