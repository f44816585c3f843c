import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { listOf } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { existingTenant } from '#shared/api/existing.ts';
import { tenantParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import { eventSchemaSchema } from '#shared/schema/event.ts';
import { translate } from '#shared/translate/translate.ts';

const DAY_MS = 86_400_000;

export const exportEvents = defineRoute({
  operation: 'exportEvents',
  summary:
    'Export archived events by the time of their receipt, in the schema that the tenant chose or another',
  method: 'GET',
  path: '/api/v1/tenants/{tenant_id}/events',
  domain: 'tenants',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: tenantParams,
  query: z.strictObject({
    ...pageQuery,
    from: z.iso
      .datetime()
      .optional()
      .describe('Received at this moment or later; a day before `to` without it.'),
    to: z.iso.datetime().optional().describe('Received before this moment; now without it.'),
    schema: eventSchemaSchema.optional().describe('Instead of the tenant’s `export_schema`.'),
  }),
  answer: listOf(z.looseObject({})),
  async handle(ports, { tenantId, now }, { query }) {
    const { from, to, schema, limit, cursor } = query;
    const end = to === undefined ? now : new Date(to);
    const range = { from: from === undefined ? new Date(end.getTime() - DAY_MS) : new Date(from), to: end };
    if (range.from >= range.to) throw new DomainError('invalid_request', '`from` must lie before `to`.');
    const { export_schema } = await existingTenant(ports, tenantId);
    const page = await readPage(
      { tenantId, operation: 'exportEvents', filter: { from, to } },
      { limit, cursor },
      (wanted) => ports.archive.read(tenantId, range, wanted),
    );
    const form = schema ?? export_schema;
    return { items: page.items.map((event) => ({ ...translate(event, form) })), next: page.next };
  },
});
