import { expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { logsourceOf } from '#shared/detect/event-logsource.ts';
import { attributesOfLogsource } from '#shared/detect/logsource-attributes.ts';
import type { Logsource } from '#shared/detect/rule.ts';
import { readRuleFiles } from '#shared/rules/read-rule-files.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from '../support/builders/event.ts';
import { sampleEvents } from '../support/sample-events.ts';

const { ruleset } = compileRuleset(readRuleFiles());

/** Of sources that have no sample of their own: as shippers that speak ECS, and CEF, send them. */
const others: CanonicalEvent[] = [
  { 'observer.vendor': 'CrowdStrike' },
  { 'event.kind': 'alert', 'event.provider': 'microsoft_defender' },
  { 'host.os.type': 'linux', 'event.category': 'file', 'event.type': 'creation' },
  { 'event.module': 'zeek', 'event.dataset': 'zeek.smb_files' },
].map((attributes) => buildEvent('acme', { category: 'ops', attributes }));

const applies = (logsource: Logsource, event: CanonicalEvent) => {
  const source = logsourceOf(event);
  return (['product', 'category', 'service'] as const).every(
    (part) => logsource[part] === undefined || source[part]?.includes(logsource[part]),
  );
};

test('every rule of ours is for a logsource that events of a connector or a known shipper are of', () => {
  const events = [...sampleEvents().map(({ event }) => event), ...others];
  const unreachable = ruleset.detections.filter(
    ({ logsource }) => !events.some((event) => applies(logsource, event)),
  );
  expect(unreachable.map(({ file, logsource }) => `${file}: ${JSON.stringify(logsource)}`)).toEqual([]);
});

test('events in a rule’s tests are of the logsource that the rule is for', () => {
  for (const { logsource } of ruleset.detections) {
    const category = (['auth', 'network'] as const).find((name) => name === logsource.category) ?? 'ops';
    const event = buildEvent('acme', { category, attributes: attributesOfLogsource(logsource) });
    expect(applies(logsource, event), JSON.stringify(logsource)).toBe(true);
  }
});
