import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { existingSource } from '#shared/api/existing.ts';
import { connectorField, sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { settingsFormOf, sourceSettingsAnswer } from '#shared/api/source-settings-answer.ts';

export const getSourceSettings = defineRoute({
  operation: 'getSourceSettings',
  summary: 'Read how a data source’s events are read, and what its connector may be told',
  method: 'GET',
  path: '/api/v1/sources/{source_id}/settings',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: sourceParams,
  query: z.strictObject({
    connector: connectorField.optional().describe('The form of another connector than the source’s own.'),
  }),
  answer: sourceSettingsAnswer,
  async handle(ports, { tenantId }, { params, query }) {
    const source = await existingSource(ports, tenantId, params.source_id);
    return settingsFormOf(source, query.connector ?? source.connector);
  },
});
