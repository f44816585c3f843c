import { z } from 'zod';
import { isMap } from '#shared/detect/read-selection.ts';
import type { RuleDocument } from '#shared/detect/read-yaml.ts';
import { RuleError } from '#shared/detect/rule-problem.ts';
import { type Level, levelSchema } from '#shared/schema/alert.ts';

const headSchema = z.looseObject({
  title: z
    .string('write a title of 1 to 256 characters')
    .min(1, 'write a title')
    .max(256, 'at most 256 characters'),
  id: z.guid('must be a UUID, such as the output of uuidgen').toLowerCase().optional(),
  name: z.string('must be a text').min(1).optional(),
  status: z
    .enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported'], {
      error: 'must be stable, test, experimental, deprecated or unsupported',
    })
    .optional(),
  level: z
    .enum(levelSchema.options, { error: `must be one of ${levelSchema.options.join(', ')}` })
    .optional(),
  tags: z
    .array(
      z.string().regex(/^[a-z0-9_-]+\.[a-z0-9._-]+$/, 'must look like attack.t1110'),
      'must be a list of tags',
    )
    .optional(),
});

/** What detection and correlation rules have in common. */
export type RuleHead = {
  title: string;
  id: string | null;
  name: string | null;
  /** Sigma leaves the level open; a rule that says nothing is of medium level. */
  level: Level;
  tags: string[];
  /** `modified` or `date`, as written. */
  dated: string | null;
  kind: 'detection' | 'correlation' | 'filter';
};

/** @throws RuleError that names the field and what to write. */
export function readHead({ value }: RuleDocument): { head: RuleHead; body: Record<string, unknown> } {
  if (!isMap(value)) throw new RuleError([], 'A rule must be a map that begins with "title:".');
  const kind = kindOf(value);
  const parsed = headSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
    throw new RuleError(path, issue?.message ?? 'The rule is not valid.');
  }
  const { title, id = null, name = null, level = 'medium', tags = [] } = parsed.data;
  const dated = dateOf(value.modified) ?? dateOf(value.date);
  return { head: { title, id, name, level, tags, dated, kind }, body: value };
}

/** Sigma 2 writes dates as 2026-11-22, Sigma 1 as 2026/11/22. */
function dateOf(value: unknown): string | null {
  const [, year, month, day] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})/.exec(value instanceof Date ? value.toISOString() : String(value)) ??
    [];
  return day === undefined || month === undefined
    ? null
    : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function kindOf(value: Record<string, unknown>): RuleHead['kind'] {
  const kinds = (['detection', 'correlation', 'filter'] as const).filter((kind) => kind in value);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw new RuleError(
      [],
      'A rule has either "detection:" or "correlation:" (a filter "filter:"): write exactly one of them.',
    );
  }
  return kind;
}
