import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { unknownFieldsOf } from '#shared/api/adaptation-answers.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { healthLimits, judgeHealth } from '#shared/datasources/health.ts';
import { healthFactsOf } from '#shared/datasources/health-facts.ts';
import { recentOf, usualRate } from '#shared/datasources/rates.ts';
import { healthVerdictSchema } from '#shared/schema/datasource.ts';
import { pollerStateSchema, sourceFaultSchema } from '#shared/schema/source.ts';

const rounded = (rate: number): number => Math.round(rate * 10) / 10;

export const getDatasourceHealth = defineRoute({
  operation: 'getDatasourceHealth',
  summary: 'Read how a data source does: its state with since when and why, its rate, its failures',
  method: 'GET',
  path: '/api/v1/onboarding/datasources/{source_id}/health',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  params: sourceParams,
  answer: z.object({
    ...healthVerdictSchema.shape,
    last_event_at: z.string().nullable(),
    rate_per_hour: z.number().describe('Events of the last sixty minutes.'),
    usual_rate_per_hour: z
      .number()
      .nullable()
      .describe('Events an hour over the last week; null while too little is known.'),
    lag_seconds: z.number().nullable().describe('How far the newest event lay behind its receipt.'),
    failures: z
      .array(z.object(sourceFaultSchema.shape))
      .describe('What could not be read in the last five weeks, by reason.'),
    unknown_fields: z
      .array(z.object({ field: z.string(), count: z.number().int(), sample: z.string().nullable() }))
      .describe('Fields that its connector does not know and nobody decided about, the most frequent first.'),
    poller: z.object(pollerStateSchema.shape).nullable().describe('Where Gatehouse fetches.'),
  }),
  async handle(ports, context, { params }) {
    const { tenantId, now } = context;
    const source = await existingSource(ports, tenantId, params.source_id);
    const facts = await healthFactsOf(ports, tenantId, source, now);
    const failures = await ports.sources.faults(tenantId, source.source_id);
    const usual = usualRate(facts.hours, now, healthLimits.usualFromHours);
    return {
      ...judgeHealth(facts, now),
      last_event_at: facts.health.last_event_at,
      rate_per_hour: rounded(recentOf(facts.hours, now).events),
      usual_rate_per_hour: usual === null ? null : rounded(usual),
      lag_seconds: facts.health.lag_seconds,
      failures,
      unknown_fields: await unknownFieldsOf(ports, context, source),
      poller: facts.poller,
    };
  },
});
