import { expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { loadRuleset } from '#shared/detect/load-ruleset.ts';
import { loadSavedRuleset, saveRuleset } from '#shared/detect/saved-ruleset.ts';
import { buildEvent } from '../../support/builders/event.ts';

const rules = `title: Failed
name: failed
logsource: { category: auth }
detection:
  outcome: { event.outcome: failure }
  who: { actor.id|contains|cased: 'Älice' }
  where: { source.ip|cidr: 10.0.0.0/8 }
  how: { process.name|re: '^sud?o$', process.args: null }
  condition: outcome and (who or where or how)
---
title: Often
id: 6b0c1d5c-5c4e-4b8e-9d53-0b7f3e2a7f11
correlation: { type: event_count, rules: failed, group-by: [actor.id], timespan: 5m, condition: { gte: 5 } }
`;
const { ruleset, refused } = compileRuleset([{ path: 'rules.yml', text: rules }]);
const event = (attributes: Record<string, string>, id = 'bob') =>
  buildEvent('acme', {
    actor: { type: 'user', id },
    attributes: { 'event.outcome': 'failure', ...attributes },
  });
const events = [
  event({}),
  event({ 'process.name': 'sudo' }),
  event({ 'process.name': 'sudo', 'process.args': '-i' }),
  event({ 'source.ip': '10.1.2.3' }),
  event({ 'source.ip': '11.1.2.3' }),
  event({}, 'Älice'),
  event({}, 'älice'),
];

test('a ruleset that was saved and loaded matches, feeds and explains as the one that was built', () => {
  expect(refused).toEqual([]);
  const built = loadRuleset(ruleset);
  const saved = loadSavedRuleset(saveRuleset(ruleset));
  expect(saved.levels).toBe(built.levels);
  const found = events.map((one) => saved.match(one).length);
  expect(found).toEqual([0, 1, 0, 1, 0, 1, 0]);
  for (const one of events) {
    const ofBuilt = built
      .match(one)
      .map(({ rule: { info, key }, feeds }) => ({ rule: { info, key }, feeds }));
    expect(saved.match(one)).toMatchObject(ofBuilt);
    expect(saved.explain(['failed', 'none'], one)).toEqual(built.explain(['failed', 'none'], one));
  }
});

test('a saved ruleset is the same bytes each time, and is read wherever it lies in memory', () => {
  const file = saveRuleset(ruleset);
  expect(Buffer.compare(file, saveRuleset(structuredClone(ruleset)))).toBe(0);
  const shifted = new Uint8Array(file.length + 1);
  shifted.set(file, 1);
  const loaded = loadSavedRuleset(shifted.subarray(1));
  expect(events.map((one) => loaded.match(one).length)).toEqual([0, 1, 0, 1, 0, 1, 0]);
});

test('an empty ruleset is saved and matches nothing', () => {
  const loaded = loadSavedRuleset(saveRuleset({ v: 2, detections: [], correlations: [] }));
  expect(events.map((one) => loaded.match(one).length)).toEqual(events.map(() => 0));
});

test('a file that is no saved ruleset, or only the beginning of one, is refused', () => {
  const file = saveRuleset(ruleset);
  for (const other of [new Uint8Array(), Buffer.from(JSON.stringify(ruleset)), file.subarray(0, 60)])
    expect(() => loadSavedRuleset(other)).toThrow('no saved ruleset of this version');
  const newer = Uint8Array.from(file);
  newer[0] = 2;
  expect(() => loadSavedRuleset(newer)).toThrow('no saved ruleset of this version');
});
