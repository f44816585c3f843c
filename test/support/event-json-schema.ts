import { z } from 'zod';
import { canonicalEventSchema } from '#shared/schema/event.ts';

/** The canonical event as JSON Schema (2020-12), published in `docs/schema/canonical_event.json`. */
export function eventJsonSchema(): Record<string, unknown> {
  return { title: 'Gatehouse canonical event', ...z.toJSONSchema(canonicalEventSchema) };
}
