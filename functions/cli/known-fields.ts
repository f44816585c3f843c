import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { fieldsOf } from '#shared/detect/event-fields.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

const samplesSchema = z.array(
  z.looseObject({ expected: z.looseObject({ attributes: z.record(z.string(), z.unknown()) }) }),
);

/** Parts of ECS in which names are fixed; below others, such as `o365`, vendors' own names are kept. */
const fixed =
  /^(agent|client|cloud|container|destination|device|dns|email|error|event|file|group|hash|host|http|log|network|observer|orchestrator|process|registry|related|rule|server|service|source|threat|tls|url|user|user_agent|vulnerability)\./;

/**
 * Whether the connectors write a field, as the samples beside them show: the header's fields, every attribute, and what
 * stands beside one in a vendor's own part.
 */
export function knownFields(): { has(field: string): boolean } {
  const home = new URL('../../shared/connectors/', import.meta.url);
  const folders = readdirSync(home, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const known = new Set<string>();
  for (const { name } of folders) {
    const file = new URL(`${name}/samples.json`, home);
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      continue;
    }
    for (const { expected } of samplesSchema.parse(JSON.parse(text))) {
      for (const field of Object.keys(expected.attributes)) known.add(field);
    }
  }
  // Read from every event, and written by the pipeline and by sources that speak ECS.
  known.add('event.module');
  const header = { source: {}, actor: {}, target: {}, attributes: {} } as CanonicalEvent;
  for (const field of Object.keys(fieldsOf(header))) known.add(field);
  const open = new Set([...known].flatMap((field) => vendorPart(field) ?? []));
  return { has: (field) => known.has(field) || open.has(vendorPart(field) ?? '') };
}

/** `o365` of `o365.audit.Parameters.Name`. */
function vendorPart(field: string): string | null {
  const dot = field.indexOf('.');
  return dot < 0 || fixed.test(field) ? null : field.slice(0, dot);
}
