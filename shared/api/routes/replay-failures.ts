import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { readPage } from '#shared/api/cursor.ts';
import { idField, timeField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { type ReplayCounts, replayFailures as replayPage } from '#shared/pipeline/replay-failures.ts';

const body = z.strictObject({
  source_id: idField.optional().describe('Only records of this data source.'),
  reason: z.string().trim().min(1).max(200).optional().describe('A part of the reason, in any case.'),
  parser_name: z.string().max(100).optional().describe('Only what this connector could not read.'),
  parser_version: z.string().max(100).optional().describe('Only what this version of it could not read.'),
  from: timeField.optional().describe('Received at or after this time.'),
  to: timeField.optional().describe('Received at or before this time.'),
  limit: z.number().int().min(1).max(200).default(100).describe('How many records to look at, 1 to 200.'),
  cursor: z.string().max(8_192).optional().describe('The `next` of the answer before, to go on from there.'),
});

export const replayFailures = defineRoute({
  operation: 'replayFailures',
  summary:
    'Send sidelined records through the pipeline again, where another parser or version reads them now',
  method: 'POST',
  path: '/api/v1/replays',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  body,
  answer: z.object({
    examined: z.number().int().describe('Records looked at.'),
    replayed: z.number().int().describe('Records sent again.'),
    already: z.number().int().describe('Records that an earlier replay has sent.'),
    unchanged: z.number().int().describe('Records whose parser has not changed since.'),
    next: z.string().nullable().describe('Where to go on; null at the end.'),
  }),
  async handle(ports, context, { body: { limit, cursor, ...filter } }) {
    const { tenantId, now } = context;
    let counts: ReplayCounts = { examined: 0, replayed: 0, already: 0, unchanged: 0 };
    const list = { tenantId, operation: 'replayFailures', filter };
    const page = await readPage<never>(list, { limit, cursor }, async (request) => {
      const done = await replayPage(ports, tenantId, filter, request, now);
      counts = done.counts;
      return { items: [], next: done.next };
    });
    if (counts.replayed > 0) {
      const audit = auditOf(context, ports.newId(), {
        action: 'replayFailures',
        target: filter.source_id === undefined ? `tenant/${tenantId}` : `source/${filter.source_id}`,
        before: null,
        after: { ...counts },
      });
      await ports.audit.append(tenantId, audit);
    }
    return { ...counts, next: page.next };
  },
});
