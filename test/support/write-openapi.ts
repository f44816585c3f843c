import { writeFileSync } from 'node:fs';
import { openApiOf } from '#shared/api/openapi.ts';
import { routes } from '#shared/api/routes.ts';

/** Writes `docs/openapi.json` again after a route changed; a test compares the two. Run it with node. */
const target = new URL('../../docs/openapi.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(openApiOf(routes), null, 2)}\n`);
