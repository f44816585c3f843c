import { z } from 'zod';
import { connectorTypeOf } from '#shared/datasources/connector-pulls.ts';
import { judgeHealth } from '#shared/datasources/health.ts';
import { healthFactsOf } from '#shared/datasources/health-facts.ts';
import { overdue } from '#shared/datasources/source-test.ts';
import { connectorTypeSchema, type SettingField } from '#shared/datasources/template.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import { healthVerdictSchema } from '#shared/schema/datasource.ts';
import { type Source, sourceSchema, sourceTypeSchema } from '#shared/schema/source.ts';
import {
  type SourceTest,
  sourceTestSchema,
  testModeSchema,
  testStageSchema,
} from '#shared/schema/validation.ts';

export const settingAnswer = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'secret', 'number', 'select', 'url', 'boolean']),
  required: z.boolean(),
  options: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  help: z.string(),
  pattern: z.string().optional().describe('A regular expression of JavaScript that the text must match.'),
});

export const templateAnswer = z.object({
  template_id: z.string(),
  name: z.string(),
  description: z.string(),
  icon: z.string().describe('Path data of a 24 × 24 SVG.'),
  source_type: sourceTypeSchema,
  connector_type: connectorTypeSchema,
  connector: z.string(),
  settings: z.array(settingAnswer),
  instructions: z.string().describe('Markdown; what differs from tenant to tenant stands in angle brackets.'),
});

export const settingAnswerOf = ({
  pattern,
  options,
  ...field
}: SettingField): z.input<typeof settingAnswer> => ({
  ...field,
  ...(options === undefined ? {} : { options: [...options] }),
  ...(pattern === undefined ? {} : { pattern: pattern.source }),
});

export const datasourceAnswer = z.object({
  source_id: z.string(),
  name: z.string(),
  template_id: z.string().nullable().describe('Null for a source that was made without a template.'),
  source_type: sourceTypeSchema,
  connector_type: connectorTypeSchema,
  connector: z.string(),
  settings: sourceSchema.shape.form
    .unwrap()
    .describe('What its form was filled with; secrets are not shown.'),
  status: sourceSchema.shape.status,
  connected_at: z.string(),
  last_test: z
    .object({ state: z.enum(['passed', 'failed']), at: z.string(), reason: z.string().nullable() })
    .nullable(),
  health: z.object(healthVerdictSchema.shape),
});

export async function shownDatasource(
  ports: Ports,
  tenantId: TenantId,
  source: Source,
  now: Date,
  test: SourceTest | null = null,
): Promise<z.input<typeof datasourceAnswer>> {
  return {
    ...source,
    template_id: source.template_id ?? null,
    settings: source.form ?? {},
    connector_type: connectorTypeOf(source),
    connected_at: source.created_at,
    last_test: lastOf(test === null ? null : overdue(now, test)),
    health: judgeHealth(await healthFactsOf(ports, tenantId, source, now), now),
  };
}

function lastOf(test: SourceTest | null): z.input<typeof datasourceAnswer>['last_test'] {
  if (test === null || test.state === 'running') return null;
  return { state: test.state, at: test.ended_at ?? test.started_at, reason: test.reason };
}

export const testAnswer = z.object({
  source_id: z.string(),
  test_id: z.string(),
  state: sourceTestSchema.shape.state,
  mode: testModeSchema,
  started_at: z.string(),
  deadline_at: z.string().describe('When the test fails if it is not over; a countdown goes there.'),
  ended_at: z.string().nullable(),
  stages: z.array(z.object(testStageSchema.shape)),
  reason: z.string().nullable(),
  fix: z.string().nullable(),
});
