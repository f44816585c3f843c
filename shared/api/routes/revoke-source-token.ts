import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { idField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';

export const revokeSourceToken = defineRoute({
  operation: 'revokeSourceToken',
  summary: 'Revoke an ingest token',
  method: 'DELETE',
  path: '/api/v1/sources/{source_id}/tokens/{token_id}',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 204,
  params: z.strictObject({ source_id: idField, token_id: idField }),
  async handle(ports, context, { params }) {
    const { source_id, token_id } = params;
    const at = context.now.toISOString();
    const audit = auditOf(context, ports.newId(), {
      action: 'revokeSourceToken',
      target: `source/${source_id}/token/${token_id}`,
      before: { revoked_at: null },
      after: { revoked_at: at },
    });
    const known = await ports.tokens.revoke(context.tenantId, source_id, token_id, at, audit);
    if (!known) throw new DomainError('not_found', 'There is no such token.');
  },
});
