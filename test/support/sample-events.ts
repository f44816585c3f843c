import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { repositoryRoot } from '../../infra/local/settings.ts';

type Sample = { name: string; raw: string; received_at: string; timezone?: string };

/** Every connector's samples as canonical events, whatever connectors there are. */
export function sampleEvents(): { name: string; event: CanonicalEvent }[] {
  const home = join(repositoryRoot, 'shared/connectors');
  const acme = tenantIdSchema.parse('acme');
  return readdirSync(home).flatMap((folder) => {
    const file = join(home, folder, 'samples.json');
    if (!existsSync(file)) return [];
    const samples: Sample[] = JSON.parse(readFileSync(file, 'utf8'));
    return samples.flatMap(({ name, raw, received_at, timezone = null }) =>
      normalizeEvents(acme, { connector: 'auto', received_at, timezone }, { o: 0, raw }).map((event) => ({
        name: `${folder}: ${name}`,
        event,
      })),
    );
  });
}
