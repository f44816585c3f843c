import { mkdirSync, writeFileSync } from 'node:fs';
import { eventJsonSchema } from './event-json-schema.ts';

/** Writes `docs/schema/canonical_event.json` again after the canonical event changed; a test compares the two. Run it with node. */
const target = new URL('../../docs/schema/canonical_event.json', import.meta.url);
mkdirSync(new URL('.', target), { recursive: true });
writeFileSync(target, `${JSON.stringify(eventJsonSchema(), null, 2)}\n`);
