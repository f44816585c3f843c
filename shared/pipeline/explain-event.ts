import { type TraceStep, traced } from '#shared/connectors/trace.ts';
import type { TenantId } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';

/** One raw text, and how it became what it became. */
export type Explanation = {
  steps: TraceStep[];
  events: { event: Omit<CanonicalEvent, 'attributes'>; fields: ExplainedField[] }[];
};

/** `row`: the row of a table or of a tenant's mapping that wrote it; null where the connector's code did. */
export type ExplainedField = { name: string; value: AttributeValue; by: string; row: string | null };

/**
 * Reads a raw text as the pipeline does, with each field's origin: a row of the connector's table, or the place in the
 * code that wrote it. Slow; for people who ask why.
 * @throws Error with the reason when no event can be read from it.
 */
export function explainEvent(
  tenantId: TenantId,
  pack: Parameters<typeof normalizeEvents>[1],
  raw: string,
): Explanation {
  const { result, trace } = traced(() => normalizeEvents(tenantId, pack, { o: 0, raw }));
  const steps = trace.steps.filter(
    ({ what, text }, i) => !trace.steps.slice(0, i).some((one) => one.what === what && one.text === text),
  );
  const events = result.map(({ attributes, ...event }) => ({
    event,
    fields: Object.entries(attributes).map(([name, value]) => ({
      name,
      value,
      by: trace.origins.get(name) ?? 'the envelope or the connector, unnamed',
      row: trace.rows.get(name) ?? null,
    })),
  }));
  return { steps, events };
}
