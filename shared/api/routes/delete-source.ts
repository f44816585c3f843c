import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { connectorPulls } from '#shared/datasources/connector-pulls.ts';
import { sourceSecretName } from '#shared/schema/poll.ts';

export const deleteSource = defineRoute({
  operation: 'deleteSource',
  summary: 'Delete a data source and revoke its tokens, forget what it was fetched with; its events stay',
  method: 'DELETE',
  path: '/api/v1/sources/{source_id}',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 204,
  params: sourceParams,
  async handle(ports, context, { params }) {
    const { tenantId } = context;
    const source = await existingSource(ports, tenantId, params.source_id);
    const audit = auditOf(context, ports.newId(), {
      action: 'deleteSource',
      target: `source/${source.source_id}`,
      before: { name: source.name, status: source.status },
      after: null,
    });
    await ports.sources.remove(tenantId, source.source_id, audit);
    // After the source, so that no poller is ever left with a source that it can't sign in for.
    if (connectorPulls(source)) await ports.secrets.remove(tenantId, sourceSecretName(source.source_id));
  },
});
