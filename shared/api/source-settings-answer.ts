import { z } from 'zod';
import { connectors } from '#shared/connectors/connectors.ts';
import { CONVERTERS, MAPPING_TARGETS } from '#shared/connectors/generic/mapping-schema.ts';
import { TIME_FORMATS } from '#shared/connectors/generic/time-format.ts';
import { settingsOf } from '#shared/connectors/source-settings.ts';
import { eventCategorySchema } from '#shared/schema/event.ts';
import { type Source, sourceSchema } from '#shared/schema/source.ts';

/** What a form for the settings of a source needs to know, and what they are now. */
export const sourceSettingsAnswer = z.object({
  source_id: z.string(),
  version: z.number().int(),
  connector: sourceSchema.shape.connector,
  values: sourceSchema.shape.settings,
  connectors: z.array(z.string()).describe('Who may read its events, besides `auto`.'),
  settings: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      help: z.string(),
      form: z.enum(['text', 'json']),
      example: z.unknown(),
    }),
  ),
  mapping: z
    .object({
      targets: z.array(z.string()).describe('Where a field may go, besides `labels.<name>`.'),
      converters: z.array(z.enum(CONVERTERS)),
      categories: z.array(eventCategorySchema),
      time_formats: z.string(),
    })
    .nullable()
    .describe('Null where the connector takes no mapping.'),
});

/** @param connector Whose form; the source's own, or one that somebody thinks of. */
export function settingsFormOf(source: Source, connector: string): z.input<typeof sourceSettingsAnswer> {
  const settings = settingsOf(connector).map(({ name, label, help, form, example }) => ({
    name,
    label,
    help,
    form,
    example,
  }));
  return {
    source_id: source.source_id,
    version: source.version,
    connector,
    values: source.settings,
    connectors: connectors.map(({ name }) => name),
    settings,
    mapping: settings.some(({ name }) => name === 'mapping')
      ? {
          targets: [...MAPPING_TARGETS],
          converters: [...CONVERTERS],
          categories: eventCategorySchema.options,
          time_formats: TIME_FORMATS,
        }
      : null,
  };
}
