import { z } from 'zod';
import { type HealthFacts, judgeHealth } from '#shared/datasources/health.ts';
import { USUAL_DAYS } from '#shared/datasources/rates.ts';
import { connectorTypeSchema, isPulled, type SettingField } from '#shared/datasources/template.ts';
import { templateNamed } from '#shared/datasources/templates.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import { healthVerdictSchema } from '#shared/schema/datasource.ts';
import { type Source, sourceSchema, sourceTypeSchema } from '#shared/schema/source.ts';

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
  health: z.object(healthVerdictSchema.shape),
});

/** A source without a template is pushed by whatever its owner set up. */
export const connectorTypeOf = ({ template_id }: Pick<Source, 'template_id'>) =>
  templateNamed(template_id)?.connector_type ?? 'webhook';

/** All that a source's health is judged by. */
export async function healthFactsOf(
  { sources }: Pick<Ports, 'sources'>,
  tenantId: TenantId,
  source: Source,
  now: Date,
) {
  const since = new Date(now.getTime() - (USUAL_DAYS * 24 + 2) * 3_600_000).toISOString();
  const pulled = isPulled(connectorTypeOf(source));
  const [health, hours, poller] = await Promise.all([
    sources.health(tenantId, source.source_id),
    sources.hours(tenantId, source.source_id, since),
    pulled ? sources.poller(tenantId, source.source_id) : null,
  ]);
  return { source, health, hours, isPulled: pulled, poller } satisfies HealthFacts;
}

export async function shownDatasource(
  ports: Ports,
  tenantId: TenantId,
  source: Source,
  now: Date,
): Promise<z.input<typeof datasourceAnswer>> {
  return {
    ...source,
    template_id: source.template_id ?? null,
    settings: source.form ?? {},
    connector_type: connectorTypeOf(source),
    connected_at: source.created_at,
    health: judgeHealth(await healthFactsOf(ports, tenantId, source, now), now),
  };
}
