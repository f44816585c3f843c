import { type MappingRow, mappingRowsSchema } from '#shared/connectors/generic/mapping-schema.ts';
import {
  prepareSettings,
  type SettingIssue,
  type SourceReading,
  settingIssues,
} from '#shared/connectors/source-settings.ts';
import type { TenantId } from '#shared/ids.ts';
import { once } from '#shared/once.ts';
import { type ExplainedField, explainEvent } from '#shared/pipeline/explain-event.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';
import { readFields } from '#shared/translate/ecs/fields.ts';

/** What would become of one raw text under settings that nobody has saved. */
export type Preview = {
  /** What is wrong with the settings; nothing is read while there is something. */
  issues: SettingIssue[];
  /** Why no event can be read from the text. */
  reason: string | null;
  events: PreviewedEvent[];
};

export type PreviewedEvent = Omit<CanonicalEvent, 'attributes'> & {
  fields: ExplainedField[];
  /** What the event still holds under the vendor's own names only, so that no rule knows it. */
  unmapped: { name: string; value: AttributeValue }[];
};

type Draft = SourceReading & { connector: string };

/** Reads a raw text as the pipeline would, with a draft of a source's settings. Keeps nothing. */
export function previewEvent(
  tenantId: TenantId,
  { connector, settings, adaptations }: Draft,
  raw: string | null,
  now: Date,
): Preview {
  const issues = settingIssues(connector, settings);
  if (issues.length > 0 || raw === null) return { issues, reason: null, events: [] };
  const ready = prepareSettings(connector, settings, adaptations);
  const pack = { connector, received_at: now.toISOString(), settings: ready };
  const rows = mappingRowsSchema.safeParse(settings.mapping).data ?? [];
  try {
    const { events } = explainEvent(tenantId, pack, raw);
    return {
      issues,
      reason: events.length === 0 ? 'The envelope holds no event.' : null,
      events: events.map(({ event, fields }) => ({ ...event, fields, unmapped: unmappedOf(fields, rows) })),
    };
  } catch (error) {
    return { issues, reason: error instanceof Error ? error.message : 'unknown reason', events: [] };
  }
}

const ecs = once(readFields);
/** Keys of our own beside those of ECS. */
const OURS = /^(parse|parser|gatehouse|labels|time_quality|time_claimed|failed_login_count)(\.|$)/;
/** These hold the text as a whole: that a value stands in them does not mean that it was understood. */
const WHOLE_TEXTS: ReadonlySet<string> = new Set(['event.original', 'message']);

function unmappedOf(
  fields: readonly ExplainedField[],
  rows: readonly MappingRow[],
): PreviewedEvent['unmapped'] {
  const isCanonical = (name: string): boolean => ecs().has(name) || OURS.test(name);
  const taken = new Set(rows.map(({ from }) => from));
  const known = new Set(
    fields
      .filter(({ name }) => isCanonical(name) && !WHOLE_TEXTS.has(name) && !name.startsWith('related.'))
      .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
      .map((value) => String(value).toLowerCase()),
  );
  const isKnown = (value: AttributeValue): boolean =>
    [value].flat().every((one) => known.has(String(one).toLowerCase()));
  return fields
    .filter(({ name, value }) => !isCanonical(name) && !taken.has(name) && !isKnown(value))
    .map(({ name, value }) => ({ name, value }));
}
