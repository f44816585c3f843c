import { writeFileSync } from 'node:fs';
import { enterpriseAttack } from '#shared/attack/attack-model.ts';
import { coverAttack, toNavigatorLayer } from '#shared/detect/attack-coverage.ts';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';
import type { LocalCommand } from './command.ts';
import { readRuleFolder } from './rule-folder.ts';

export const coverage: LocalCommand = {
  name: 'coverage',
  summary: 'Show which ATT&CK techniques Sigma rules look for; --navigator writes a layer file',
  usage: 'gatehouse coverage --rules DIR [--navigator FILE]',
  options: ['rules', 'navigator'],
  required: ['rules'],
  async runLocal({ rules = '', navigator }, print) {
    const { ruleset, refused } = compileRuleset(readRuleFolder(rules), { target: 'file' });
    for (const problem of refused) print(describeProblem(problem));
    const covered = coverAttack(ruleset);
    for (const [tactic, count] of [...covered.tactics].sort(([, one], [, other]) => other - one)) {
      print(`${String(count).padStart(6)}  ${tactic}`);
    }
    print(
      `${covered.rules} rules look for ${covered.techniques.size} techniques and sub-techniques; ${covered.without} name none.`,
    );
    if (navigator === undefined) return;
    writeFileSync(
      navigator,
      `${JSON.stringify(toNavigatorLayer('Gatehouse', covered, enterpriseAttack().version), null, 2)}\n`,
    );
    print(`The layer is in ${navigator}.`);
  },
};
