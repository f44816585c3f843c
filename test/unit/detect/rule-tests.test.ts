import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { loadRuleset } from '#shared/detect/load-ruleset.ts';
import { runRuleTests } from '#shared/detect/run-rule-tests.ts';

/** Runs the tests of one rule that matches failed logins of root. */
async function run(tests: string) {
  const text = `title: Root
id: 8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01
logsource: { category: auth }
detection:
  selection: { category: auth, actor.id: root }
  condition: selection
tests: ${tests}
`;
  const { ruleset, refused, tests: sets } = compileRuleset([{ path: 'a.yml', text }]);
  expect(refused).toEqual([]);
  const [set] = sets;
  if (set === undefined) throw new Error('the rule has no tests');
  return runRuleTests(loadRuleset(ruleset), set.rule, set.tests);
}

const root = '{ event: { category: auth, actor.id: root } }';

describe('the tests inside a rule', () => {
  test('pass when exactly the alerts come that they name', async () => {
    expect(await run(`[{ name: a, events: [${root}, ${root}], alerts: [{ count: 1 }, {}] }]`)).toEqual([]);
    expect(await run('[{ name: a, events: [{ event: {} }], alerts: [] }]')).toEqual([]);
  });

  test.each([
    ['an alert is missing', '{ event: {} }', '[{}]', '[]'],
    ['an alert is too many', `${root}, ${root}`, '[{}]', '[{"count":1,"group":{}},{"count":1,"group":{}}]'],
    ['an alert comes where none may', root, '[]', '[{"count":1,"group":{}}]'],
    ['a count is another', root, '[{ count: 2 }]', '[{"count":1,"group":{}}]'],
    ['a group is another', root, '[{ group: { actor.id: root } }]', '[{"count":1,"group":{}}]'],
  ])('fail when %s, and say what came', async (_, events, alerts, found) => {
    const failures = await run(`[{ name: the test, events: [${events}], alerts: ${alerts} }]`);
    expect(failures).toMatchObject([{ name: 'the test', found }]);
  });
});
