import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';

export const removeSignature = defineRoute({
  operation: 'removeSignature',
  summary: 'Forget a webhook’s signature secret; the source’s tokens go on working',
  method: 'DELETE',
  path: '/api/v1/sources/{source_id}/signature',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 204,
  params: sourceParams,
  async handle(ports, context, { params }) {
    const { source_id } = await existingSource(ports, context.tenantId, params.source_id);
    const audit = auditOf(context, ports.newId(), {
      action: 'removeSignature',
      target: `source/${source_id}/signature`,
      before: null,
      after: null,
    });
    const known = await ports.webhooks.remove(context.tenantId, source_id, audit);
    if (!known) throw new DomainError('not_found', 'The source has no signature.');
  },
});
