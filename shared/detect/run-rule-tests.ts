import { isDeepStrictEqual } from 'node:util';
import { detectBatch } from '#shared/detect/detect-batch.ts';
import type { Ruleset } from '#shared/detect/load-ruleset.ts';
import { attributesOfLogsource } from '#shared/detect/logsource-attributes.ts';
import { makeMemoryAlerts } from '#shared/detect/memory-alerts.ts';
import { makeMemoryWindowStore } from '#shared/detect/memory-window-store.ts';
import type { RuleInfo } from '#shared/detect/rule.ts';
import type { RuleTest } from '#shared/detect/rule-test.ts';
import { type TenantId, uuidV5 } from '#shared/ids.ts';
import { type CanonicalEvent, canonicalEventSchema } from '#shared/schema/event.ts';

/** Tests begin here; any time does, since detection goes by the events' own. */
const BEGINNING = Date.parse('2026-01-05T08:00:00.000Z');
const TENANT = 'rule-test' as TenantId;

/** One test of a rule that failed: what was to come and what came. */
export type RuleTestFailure = { name: string; expected: string; found: string };

/** Runs a rule's own tests against the ruleset it stands in; only alerts of that rule count. */
export async function runRuleTests(
  ruleset: Ruleset,
  rule: RuleInfo,
  tests: readonly RuleTest[],
): Promise<RuleTestFailure[]> {
  const failures: RuleTestFailure[] = [];
  for (const test of tests) {
    const windows = makeMemoryWindowStore();
    const alerts = makeMemoryAlerts();
    const events = ruleTestEvents(test, TENANT, BEGINNING);
    const end = new Date(Math.max(...events.map(({ timestamp }) => Date.parse(timestamp))));
    await detectBatch({ windows, alerts }, ruleset, TENANT, events, end);
    const found = alerts.list(TENANT).filter((alert) => alert.rule.id === rule.id);
    const left = [...found];
    const missing = test.alerts.filter((wanted) => {
      const at = left.findIndex(
        ({ count, group }) =>
          (wanted.count === undefined || wanted.count === count) &&
          (wanted.group === undefined || isDeepStrictEqual({ ...group }, wanted.group)),
      );
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    if (missing.length === 0 && left.length === 0) continue;
    failures.push({
      name: test.name,
      expected: JSON.stringify(test.alerts),
      found: JSON.stringify(found.map(({ count, group }) => ({ count, group }))),
    });
  }
  return failures;
}

/** A test's events for one tenant from a beginning on (epoch milliseconds), each with an id that follows from both. */
export function ruleTestEvents(
  { name, events, logsource = {} }: RuleTest,
  tenantId: TenantId,
  beginning: number,
): CanonicalEvent[] {
  return events.flatMap(({ at, repeat, every, event, logsource: own = logsource }, entry) =>
    Array.from({ length: repeat }, (_, i) => {
      const id = uuidV5('rule-test', tenantId, String(beginning), name, String(entry), String(i));
      return eventOf(
        tenantId,
        { ...attributesOfLogsource(own), ...event },
        id,
        new Date(beginning + at + i * every),
      );
    }),
  );
}

/** @throws ZodError when the fields make no canonical event, such as an unknown category. */
function eventOf(
  tenantId: TenantId,
  fields: RuleTest['events'][number]['event'],
  id: string,
  time: Date,
): CanonicalEvent {
  const {
    category = 'ops',
    severity = 0,
    'actor.id': actor = 'someone',
    'actor.type': actorType = 'user',
    'target.id': target = 'something',
    'target.type': targetType = 'asset',
    'source.system': system = 'test',
    'source.integration': integration = 'test',
    ...attributes
  } = fields;
  return canonicalEventSchema.parse({
    tenant_id: tenantId,
    event_id: id,
    timestamp: time.toISOString(),
    source: { system, integration },
    category,
    severity,
    actor: { type: actorType, id: actor },
    target: { type: targetType, id: target },
    attributes,
  });
}
