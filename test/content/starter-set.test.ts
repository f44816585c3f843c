import { expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { readRuleFiles } from '#shared/rules/read-rule-files.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';
import { PROBE_RULE } from '#shared/schema/probe.ts';
import { buildEvent } from '../support/builders/event.ts';
import { at, makeDetector, shippedRuleset } from '../support/detector.ts';

const { ruleset, tests } = compileRuleset(readRuleFiles());

/** The fourteen tactics of ATT&CK Enterprise 18. */
const tactics = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
];

/** What ATT&CK 19 made of defense-evasion; community rules already carry these. */
const successors = ['stealth', 'defense-impairment'];

const isTactic = (tag: string) => [...tactics, ...successors].some((tactic) => tag === `attack.${tactic}`);
const isTechnique = (tag: string) => /^attack\.t\d{4}(\.\d{3})?$/.test(tag);

test('the starter set has at least sixty rules that alert, at least twelve of them correlations', () => {
  expect(tests.length).toBeGreaterThanOrEqual(60);
  expect(ruleset.correlations.length).toBeGreaterThanOrEqual(12);
});

test('the starter set reaches all fourteen tactics', () => {
  const reached = new Set(tests.flatMap(({ rule }) => rule.tags));
  expect(tactics.filter((tactic) => !reached.has(`attack.${tactic}`))).toEqual([]);
});

test('every tag is a tactic or a technique, and every rule that alerts has both', () => {
  const unclear = tests.flatMap(({ file, rule }) =>
    rule.tags.filter((tag) => !isTactic(tag) && !isTechnique(tag)).map((tag) => `${file}: ${tag}`),
  );
  expect(unclear).toEqual([]);
  const without = tests.filter(({ rule }) => !rule.tags.some(isTactic) || !rule.tags.some(isTechnique));
  expect(without.map(({ rule }) => rule.id)).toEqual([PROBE_RULE]);
});

test('every id is a random UUID of its own', () => {
  const ids = tests.map(({ rule }) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
});

test('every rule proves both that it alerts and that it does not', () => {
  const oneWay = tests.filter(
    (set) =>
      !set.tests.some(({ alerts }) => alerts.length > 0) ||
      !set.tests.some(({ alerts }) => alerts.length === 0),
  );
  expect(oneWay.map(({ file }) => file)).toEqual([]);
});

const event = (n: number, category: CanonicalEvent['category'], fields: Record<string, AttributeValue>) =>
  buildEvent('acme', {
    timestamp: at(n),
    category,
    actor: { type: 'user', id: `user${n}` },
    attributes: fields,
  });

test('logins and connections of many people, as every day brings them, raise no alert', async () => {
  const logins = Array.from({ length: 200 }, (_, n) =>
    event(n, 'auth', {
      'event.category': 'authentication',
      'event.action': 'login',
      'event.outcome': n % 2 === 0 ? 'failure' : 'success',
      'user.name': `user${n}`,
      'source.ip': '203.0.113.7',
      'host.name': 'vpn-1',
      failed_login_count: n % 2 === 0 ? 1 : 0,
    }),
  );
  const connections = Array.from({ length: 500 }, (_, n) =>
    event(n % 300, 'network', {
      'event.category': 'network',
      'event.action': 'connection',
      'event.outcome': 'success',
      'source.ip': `10.${n % 200}.0.${n % 250}`,
      'source.port': 1024 + n,
      'destination.ip': '198.51.100.20',
      'destination.port': 443,
    }),
  );
  const detector = makeDetector(shippedRuleset());
  await detector.send([...logins, ...connections]);
  expect(detector.alerts()).toEqual([]);
});
