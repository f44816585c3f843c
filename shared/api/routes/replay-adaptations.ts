import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { readPage } from '#shared/api/cursor.ts';
import { existingSource, existingTenant } from '#shared/api/existing.ts';
import { sourceParams, timeField } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { prepareSettings } from '#shared/connectors/source-settings.ts';
import { copyFor } from '#shared/pipeline/archive-copy.ts';
import { type ReplayArchivedCounts, replayArchived } from '#shared/pipeline/replay-archived.ts';

export const replayAdaptations = defineRoute({
  operation: 'replayAdaptations',
  summary: 'Write the archived events of a data source anew, as its accepted adaptations make them now',
  method: 'POST',
  path: '/api/v1/onboarding/datasources/{source_id}/adaptations/replay',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  params: sourceParams,
  body: z.strictObject({
    from: timeField.describe('Events received at or after this time.'),
    to: timeField.optional().describe('Events received before this time; now without it.'),
    limit: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(50)
      .describe('How many packs of events to look at, 1 to 100.'),
    cursor: z
      .string()
      .max(8_192)
      .optional()
      .describe('The `next` of the answer before, to go on from there.'),
  }),
  answer: z.object({
    examined: z.number().int().describe('Events looked at.'),
    changed: z.number().int().describe('Events that are written anew, and looked at by detection again.'),
    skipped: z.number().int().describe('Events that were being changed at the same time: replay again.'),
    next: z.string().nullable().describe('Where to go on; null at the end.'),
  }),
  async handle(ports, context, { params, body: { from, to, limit, cursor } }) {
    const { tenantId, now } = context;
    const source = await existingSource(ports, tenantId, params.source_id);
    const copy = copyFor(await existingTenant(ports, tenantId));
    const { adapt: plan } = prepareSettings(source.connector, source.settings, source.adaptations);
    const sourceId = source.source_id;
    const range = { from: new Date(from), to: to === undefined ? now : new Date(to), sourceId };
    let counts: ReplayArchivedCounts = { examined: 0, changed: 0, skipped: 0 };
    const list = { tenantId, operation: 'replayAdaptations', filter: { sourceId, from, to } };
    const page = await readPage<never>(list, { limit, cursor }, async (request) => {
      const done = await replayArchived(ports, tenantId, { range, plan, copy }, request);
      counts = done.counts;
      return { items: [], next: done.next };
    });
    if (counts.changed > 0) {
      const audit = auditOf(context, ports.newId(), {
        action: 'replayAdaptations',
        target: `source/${sourceId}`,
        before: null,
        after: { ...counts, version: source.adaptations?.version ?? 0 },
      });
      await ports.audit.append(tenantId, audit);
    }
    return { ...counts, next: page.next };
  },
});
