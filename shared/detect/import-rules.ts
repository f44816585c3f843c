import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { isMap } from '#shared/detect/read-selection.ts';
import { type RuleFile, readYaml } from '#shared/detect/read-yaml.ts';
import type { RuleProblem } from '#shared/detect/rule-problem.ts';

export type ImportPlan = {
  /** Files to write, named for the id of their first rule. */
  files: { name: string; text: string; from: string }[];
  /** Files left out because all their rules are there already. */
  present: string[];
  /** Why the others are left out; a file with one rule that cannot be run is left out as a whole. */
  refused: RuleProblem[];
  /** Files whose rules name no author: who wrote them has to be found out before they are shared. */
  anonymous: string[];
};

/**
 * What importing rules of others into a folder means. Texts are taken as they are, with authors, references and
 * licence, under a line that says where they came from; a rule that the folder has already, by its id, is not taken
 * again, so that importing twice changes nothing. Pure.
 */
export function planImport(files: readonly RuleFile[], there: readonly RuleFile[]): ImportPlan {
  const known = new Set(there.flatMap((file) => headsOf(file).flatMap(({ id }) => id ?? [])));
  const plan: ImportPlan = { files: [], present: [], refused: [], anonymous: [] };
  // Rules may refer to others of the same import, and to those that are there.
  const all = compileRuleset([...there, ...files], { target: 'file' }).refused;
  const refused = Map.groupBy(
    all.filter(({ message }) => !/already has the (id|name)/.test(message)),
    ({ file }) => file,
  );
  for (const file of files) {
    const heads = headsOf(file);
    const ids = heads.flatMap(({ id }) => id ?? []);
    const [first] = ids;
    const problems = refused.get(file.path) ?? [];
    if (problems.length > 0) plan.refused.push(...problems);
    else if (first === undefined) plan.refused.push(withoutId(file));
    else if (ids.every((id) => known.has(id))) plan.present.push(file.path);
    else {
      for (const id of ids) known.add(id);
      if (heads.some(({ author }) => !author)) plan.anonymous.push(file.path);
      plan.files.push({ name: `${first}.yml`, text: withOrigin(file), from: file.path });
    }
  }
  return plan;
}

function headsOf(file: RuleFile): { id: string | null; author: boolean }[] {
  return readYaml(file).documents.flatMap(({ value }) => {
    if (!isMap(value)) return [];
    const { id, author } = value;
    const isId = typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id);
    return { id: isId ? id.toLowerCase() : null, author: typeof author === 'string' && author.trim() !== '' };
  });
}

function withoutId({ path: file }: RuleFile): RuleProblem {
  const message = 'It has no "id:" with a UUID, by which imported rules are named and told apart: add one.';
  return { file, line: 1, field: 'id', message };
}

function withOrigin({ path, text }: RuleFile): string {
  const origin = path.replaceAll(/[\r\n]/g, ' ');
  return `# Imported from ${origin}; author, references and licence are the rule's own.\n${text.replace(/^\ufeff/, '')}`;
}
