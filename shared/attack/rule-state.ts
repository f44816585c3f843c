import { missingFields, type Need } from '#shared/attack/rule-need.ts';
import type { Logsource } from '#shared/detect/rule.ts';
import type { EventKind } from '#shared/schema/census.ts';

/** Something that keeps a rule from matching. */
export type Blocker =
  /** The tenant switched it off. */
  | { why: 'rule_off'; rule_id: string }
  /** No source has ever sent such events. */
  | { why: 'no_source'; logsource: Logsource }
  /** Such events came once, but not lately. */
  | { why: 'source_silent'; source_id: string; since: string; logsource: Logsource }
  /** Such events come, but without a field that the rule asks for. */
  | { why: 'field_missing'; source_id: string; fields: readonly string[] };

/** What arrives for a tenant: kinds of events with the fields they have, and from when on they count as fresh. */
export type Arrivals = { kinds: readonly EventKind[]; freshSince: string };

/** The event's own parts (`shared/detect/event-fields.ts`) and what every parse leaves are always there. */
const always = new Set([
  'category',
  'severity',
  'actor.id',
  'actor.type',
  'target.id',
  'target.type',
  'source.system',
  'source.integration',
]);

/** What keeps a rule with this need from matching; empty when nothing does. Of several ways, the one with the least. */
export function blockersOf(need: Need, arrivals: Arrivals): readonly Blocker[] {
  if (need.of === 'event') return eventBlockers(need, arrivals);
  const parts = need.needs.map((part) => blockersOf(part, arrivals));
  if (need.of === 'all') return parts.flat();
  return parts.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function eventBlockers(
  { logsource, expression }: Extract<Need, { of: 'event' }>,
  { kinds, freshSince }: Arrivals,
): readonly Blocker[] {
  const ofLogsource = kinds.filter((kind) => concerns(logsource, kind));
  const judged = ofLogsource.map((kind) => {
    const fields = new Set(kind.fields);
    const missing = missingFields(expression, (field) => always.has(field) || fields.has(field));
    return { kind, missing, isFresh: kind.last_seen_at >= freshSince };
  });
  if (judged.some(({ missing, isFresh }) => isFresh && missing.length === 0)) return [];
  const best = judged.toSorted(
    (one, other) =>
      Number(other.isFresh) - Number(one.isFresh) ||
      one.missing.length - other.missing.length ||
      (one.kind.last_seen_at < other.kind.last_seen_at ? 1 : -1),
  )[0];
  if (best === undefined) return [{ why: 'no_source', logsource }];
  const { source_id, last_seen_at } = best.kind;
  const silent: Blocker = { why: 'source_silent', source_id, since: last_seen_at, logsource };
  const lacking: Blocker = { why: 'field_missing', source_id, fields: best.missing };
  return [...(best.isFresh ? [] : [silent]), ...(best.missing.length > 0 ? [lacking] : [])];
}

/** Every dimension that the rule sets is in the event's list (Sigma specification 2.1, "Log Source"). */
function concerns(logsource: Logsource, { logsource: given }: EventKind): boolean {
  return (['product', 'category', 'service'] as const).every((dimension) => {
    const wanted = logsource[dimension]?.toLowerCase();
    return wanted === undefined || given[dimension].includes(wanted);
  });
}
