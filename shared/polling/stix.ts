import { z } from 'zod';
import type { Indicator, Observable } from '#shared/schema/indicator.ts';

/** STIX 2.1, "Indicator"; what is not needed is not read. */
const stixSchema = z.object({
  type: z.literal('indicator'),
  id: z.string().max(200),
  name: z.string().max(500).optional(),
  pattern: z.string().max(20_000),
  pattern_type: z.literal('stix').default('stix'),
  valid_from: z.string(),
  valid_until: z.string().optional(),
  revoked: z.boolean().default(false),
  confidence: z.number().int().min(0).max(100).optional(),
  modified: z.string().optional(),
  created: z.string().optional(),
});

/** Properties of STIX patterns that are compared with values of events. */
const observables: readonly (readonly [path: RegExp, kind: Observable])[] = [
  [/^ipv[46]-addr:value$/, 'ip'],
  [/^domain-name:value$/, 'domain'],
  [/^url:value$/, 'url'],
  [/^email-addr:value$/, 'email'],
  [/^file:hashes\.'?(md5|sha-?1|sha-?256|sha-?512)'?$/i, 'hash'],
];

/** Values of one indicator that are looked up; a longer list is not one indicator. */
const MAX_VALUES = 50;

/** The indicators among a page's objects that say something which can be looked up exactly. */
export function readIndicators(
  sourceId: string,
  objects: readonly Readonly<Record<string, unknown>>[],
): Indicator[] {
  return objects.flatMap((object) => readIndicator(sourceId, object) ?? []);
}

function readIndicator(sourceId: string, object: unknown): Indicator | null {
  const parsed = stixSchema.safeParse(object);
  if (!parsed.success) return null;
  const { id, name, pattern, valid_from, valid_until, revoked, confidence, modified, created } = parsed.data;
  const values = valuesOf(pattern);
  const from = timeOf(valid_from);
  if (values.length === 0 || from === null) return null;
  return {
    indicator_id: id,
    source_id: sourceId,
    name: name ?? id,
    values,
    confidence: confidence ?? null,
    valid_from: from,
    valid_until: timeOf(valid_until),
    revoked,
    modified: timeOf(modified ?? created) ?? from,
  };
}

/**
 * The values that a pattern compares with `=`, where one alone is enough for a match: one observation of comparisons
 * joined by OR, or several of them joined by OR. Patterns that need more (AND, FOLLOWEDBY, NOT, LIKE) are left out,
 * since half of such a pattern is no match.
 */
function valuesOf(pattern: string): Indicator['values'] {
  const bare = pattern.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''");
  if (
    /\b(AND|FOLLOWEDBY|NOT|LIKE|MATCHES|IN|ISSUBSET|ISSUPERSET|REPEATS|WITHIN|START|STOP)\b|[<>!]/.test(bare)
  ) {
    return [];
  }
  const values: Indicator['values'] = [];
  for (const [, path = '', value = ''] of pattern.matchAll(
    /([a-z0-9-]+:[A-Za-z0-9_.-]+(?:'[^']+')?)\s*=\s*'((?:[^'\\]|\\.)*)'/g,
  )) {
    const kind = observables.find(([known]) => known.test(path))?.[1];
    const text = value.replaceAll(/\\(.)/g, '$1').trim().toLowerCase();
    if (kind !== undefined && text !== '') values.push({ kind, value: text });
  }
  return values.length > MAX_VALUES ? [] : values;
}

function timeOf(text: string | undefined): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
