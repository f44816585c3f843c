import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { canonicalEventSchema } from '#shared/schema/event.ts';

/** The canonical event as JSON Schema (2020-12), published in `docs/schema/canonical_event.json`. */
export function eventJsonSchema(): Record<string, unknown> {
  return { title: 'Gatehouse canonical event', ...z.toJSONSchema(canonicalEventSchema) };
}

/** Run with node, this writes the file again after the canonical event changed; a test compares the two. */
if (import.meta.main) {
  const target = new URL('../../docs/schema/canonical_event.json', import.meta.url);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(eventJsonSchema(), null, 2)}\n`);
}
