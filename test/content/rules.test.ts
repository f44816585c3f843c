import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { loadRuleset } from '#shared/detect/load-ruleset.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';
import { runRuleTests } from '#shared/detect/run-rule-tests.ts';
import { readRuleFiles } from '#shared/rules/read-rule-files.ts';
import { PROBE_RULE } from '#shared/schema/probe.ts';

const files = readRuleFiles();
const { ruleset, refused, tests } = compileRuleset(files);
const loaded = loadRuleset(JSON.parse(JSON.stringify(ruleset)));

describe('the rules folder', () => {
  test('every file is a rule file, and every rule in it is in the ruleset', () => {
    expect(refused.map(describeProblem)).toEqual([]);
    expect(files.filter(({ path }) => !/^[a-z0-9_]{10,70}\.yml$/.test(path))).toEqual([]);
    const inRuleset = new Set([...ruleset.detections, ...ruleset.correlations].map(({ file }) => file));
    expect([...inRuleset].sort()).toEqual(files.map(({ path }) => path));
  });

  test('every rule that alerts proves that it does and that it does not', () => {
    const alerting = [...ruleset.detections, ...ruleset.correlations].filter(({ alerts }) => alerts);
    expect(tests.map(({ rule }) => rule.id).sort()).toEqual(alerting.map(({ info }) => info.id).sort());
    const oneWay = tests.filter(
      (set) =>
        !set.tests.some(({ alerts }) => alerts.length > 0) ||
        !set.tests.some(({ alerts }) => alerts.length === 0),
    );
    expect(oneWay.map(({ file, rule }) => `${file}: ${rule.title}`)).toEqual([]);
  });

  test('every rule that alerts names an ATT&CK technique and has an id of its own', () => {
    const ids = tests.map(({ rule }) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    // The marked event of a validation is no technique of anybody.
    for (const { rule } of tests.filter((one) => one.rule.id !== PROBE_RULE))
      expect(
        rule.tags.some((tag) => /^attack\.t\d{4}/.test(tag)),
        rule.title,
      ).toBe(true);
  });
});

describe.each(tests)('$file: $rule.title', ({ rule, tests: cases }) => {
  test.each(cases)('$name', async (one) => {
    expect(await runRuleTests(loaded, rule, [one])).toEqual([]);
  });
});
