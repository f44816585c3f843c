import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { planImport } from '#shared/detect/import-rules.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';
import { CliError } from './cli-error.ts';
import type { LocalCommand } from './command.ts';
import { readRuleFolder } from './rule-folder.ts';

export const rulesImport: LocalCommand = {
  name: 'rules import',
  summary: 'Check Sigma rules of others and copy those that can be run into a folder, each once',
  usage: 'gatehouse rules import DIR --to DIR',
  options: ['to'],
  required: ['dir', 'to'],
  positional: 'dir',
  async runLocal({ dir = '', to = '' }, print) {
    const files = readRuleFolder(dir).map(({ path, text }) => ({ path: relative(dir, path) || path, text }));
    const there = existsSync(to) ? readIfAny(to) : [];
    const plan = planImport(files, there);
    mkdirSync(to, { recursive: true });
    for (const { name, text } of plan.files) writeFileSync(join(to, name), text);
    for (const problem of plan.refused) print(describeProblem(problem));
    for (const file of plan.anonymous) print(`${file}: names no author.`);
    const refused = new Set(plan.refused.map(({ file }) => file)).size;
    print(
      `${plan.files.length} files imported into ${to}, ${plan.present.length} were there already, ${refused} refused.`,
    );
    if (plan.files.length > 0) {
      print(
        'Their authors and licences stand in them and must be kept (the community’s: Detection Rule License 1.1).',
      );
    }
  },
};

/** A folder without rules is as good as none. */
function readIfAny(folder: string): { path: string; text: string }[] {
  try {
    return readRuleFolder(folder);
  } catch (error) {
    if (error instanceof CliError) return [];
    throw error;
  }
}
