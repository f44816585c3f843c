import { enterpriseAttack } from '#shared/attack/attack-model.ts';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { defaultPipeline } from '#shared/detect/default-pipeline.ts';
import { lintRuleset } from '#shared/detect/lint-ruleset.ts';
import { loadRuleset } from '#shared/detect/load-ruleset.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';
import { runRuleTests } from '#shared/detect/run-rule-tests.ts';
import { CliError } from './cli-error.ts';
import type { LocalCommand } from './command.ts';
import { knownFields } from './known-fields.ts';
import { readRuleFolder } from './rule-folder.ts';

export const rulesTest: LocalCommand = {
  name: 'rules test',
  summary: 'Run the tests that stand inside Sigma rules',
  usage: 'gatehouse rules test --rules DIR',
  options: ['rules'],
  required: ['rules'],
  async runLocal({ rules = '' }, print) {
    const { ruleset, refused, tests: sets } = compileRuleset(readRuleFolder(rules));
    for (const problem of refused) print(describeProblem(problem));
    const loaded = loadRuleset(ruleset);
    let failed = 0;
    for (const { file, rule, tests } of sets) {
      for (const { name, expected, found } of await runRuleTests(loaded, rule, tests)) {
        failed++;
        print(`${file}: ${rule.title}: ${name}: expected ${expected}, found ${found}`);
      }
    }
    const run = sets.reduce((sum, { tests }) => sum + tests.length, 0);
    if (failed > 0 || refused.length > 0) {
      throw new CliError(`${failed} of ${run} tests failed, ${refused.length} rules were refused.`);
    }
    const tested = sets.filter(({ tests }) => tests.length > 0).length;
    print(`${run} tests of ${tested} rules passed, ${sets.length - tested} rules have none.`);
  },
};

export const rulesLint: LocalCommand = {
  name: 'rules lint',
  summary: 'Check Sigma rules: schema, ids, tags, fields, conditions that cannot be true, cost',
  usage: 'gatehouse rules lint --rules DIR',
  options: ['rules'],
  required: ['rules'],
  async runLocal({ rules = '' }, print) {
    const files = readRuleFolder(rules);
    const { ruleset, refused } = compileRuleset(files, { target: 'file' });
    const { ruleset: mapped } = compileRuleset(files, { target: 'file', pipelines: [defaultPipeline] });
    const doubts = lintRuleset(ruleset, {
      attack: enterpriseAttack(),
      fields: { known: knownFields(), mapped },
    });
    for (const problem of [...refused, ...doubts]) print(describeProblem(problem));
    const count = ruleset.detections.length + ruleset.correlations.length;
    print(`${count} rules read, ${refused.length} refused, ${doubts.length} doubts.`);
    if (refused.length > 0) throw new CliError('Some rules cannot be run.');
  },
};
