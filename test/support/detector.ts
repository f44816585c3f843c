import { compileOwnRules, compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { type DetectOutcome, type DetectPorts, detectBatch } from '#shared/detect/detect-batch.ts';
import { loadRuleset, type Ruleset } from '#shared/detect/load-ruleset.ts';
import { makeMemoryAlerts } from '#shared/detect/memory-alerts.ts';
import { makeMemoryWindowStore } from '#shared/detect/memory-window-store.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';
import { loadSavedRuleset, saveRuleset } from '#shared/detect/saved-ruleset.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { readRuleFiles } from '#shared/rules/read-rule-files.ts';
import type { AlertDetection } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from './builders/event.ts';

export type Detector = {
  /** Runs one batch, as one delivery of a stream would. */
  send(events: readonly CanonicalEvent[], tenant?: string): Promise<DetectOutcome>;
  alerts(tenant?: string): AlertDetection[];
};

export const BEGINNING = Date.parse('2026-11-22T10:00:00.000Z');

/** The time `seconds` after the tests' beginning. */
export const at = (seconds: number): string => new Date(BEGINNING + seconds * 1_000).toISOString();

/** A failed login of alice, `seconds` after the beginning. */
export const failure = (seconds: number, given: Partial<CanonicalEvent> = {}): CanonicalEvent =>
  buildEvent('acme', { timestamp: at(seconds), ...given });

export const failures = (count: number, every: number, from = 0): CanonicalEvent[] =>
  Array.from({ length: count }, (_, i) => failure(from + i * every));

/** Compiles rules as the build does, over JSON. @throws Error with the reason of the first refusal. */
export function rulesetOf(text: string): Ruleset {
  const { ruleset, refused } = compileRuleset([{ path: 'test.yml', text }]);
  const [problem] = refused;
  if (problem !== undefined) throw new Error(describeProblem(problem));
  return loadSavedRuleset(saveRuleset(ruleset));
}

/** The rules that are shipped. */
export const shippedRuleset = (): Ruleset => loadRuleset(compileOwnRules(readRuleFiles()));

/** The engine on stores in memory; the wall clock stands a day after the beginning unless it is told. */
export function makeDetector(ruleset: Ruleset, now = new Date(BEGINNING + 86_400_000)): Detector {
  const alerts = makeMemoryAlerts();
  const ports: DetectPorts = { windows: makeMemoryWindowStore(), alerts };
  return {
    send: (events, tenant = 'acme') => detectBatch(ports, ruleset, tenantIdSchema.parse(tenant), events, now),
    alerts: (tenant = 'acme') => alerts.list(tenantIdSchema.parse(tenant)),
  };
}

/** A correlation over the test events' failed logins per actor, with the given parts. */
export function correlationYaml(correlation: string): string {
  const body = correlation
    .trim()
    .split('\n')
    .map((line) => `  ${line.trim().replace('~', '  ')}`)
    .join('\n');
  return `title: Base
name: base
logsource: { category: auth }
detection:
  selection:
    category: auth
  condition: selection
---
title: Correlated
id: 6b0c1d5c-5c4e-4b8e-9d53-0b7f3e2a7f10
level: high
correlation:
  rules: base
  group-by: actor.id
${body}
`;
}
