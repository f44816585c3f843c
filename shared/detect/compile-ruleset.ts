import { defaultPipeline } from '#shared/detect/default-pipeline.ts';
import { linkRuleset } from '#shared/detect/link-ruleset.ts';
import type { Pipeline } from '#shared/detect/pipeline.ts';
import {
  type ReadBase,
  type ReadCorrelation,
  type ReadDetection,
  type ReadFilter,
  readRule,
} from '#shared/detect/read-rule.ts';
import { isMap } from '#shared/detect/read-selection.ts';
import { attempt, type RuleDocument, type RuleFile, readYaml } from '#shared/detect/read-yaml.ts';
import type { RuleInfo, RulesetData } from '#shared/detect/rule.ts';
import { expandCollection } from '#shared/detect/rule-collection.ts';
import { describeProblem, RuleError, type RuleProblem } from '#shared/detect/rule-problem.ts';
import type { RuleTest } from '#shared/detect/rule-test.ts';

export type CompiledRuleset = {
  /** Plain JSON, for `loadRuleset`. */
  ruleset: RulesetData;
  /** Every rule that is not in the ruleset, with its line and what to write instead. */
  refused: RuleProblem[];
  /** The proofs inside the rules, by rule; rules without any are listed with none. */
  tests: { file: string; rule: RuleInfo; tests: RuleTest[] }[];
};

export type CompileOptions = {
  /** Changes to the rules before they run, and the values of `%name%` for the modifier expand. */
  pipelines?: readonly Pipeline[];
  /**
   * Where the rules run. The `stream` has canonical events: the default pipeline comes after the given ones, rules that
   * alert need an id, and a correlation's window must fit one stored row. Over a `file` of events rules run as they
   * are, and a rule without an id is called by its name.
   */
  target?: 'stream' | 'file';
};

/**
 * Compiles Sigma files into one ruleset. Pure. A bad rule is refused with its reason and stops no other; a correlation
 * whose rule was refused is refused too. Nothing is skipped silently.
 */
export function compileRuleset(files: readonly RuleFile[], options: CompileOptions = {}): CompiledRuleset {
  const { pipelines: given = [], target = 'stream' } = options;
  const pipelines = target === 'stream' ? [...given, defaultPipeline] : given;
  const placeholders = new Map(pipelines.flatMap((pipeline) => [...pipeline.placeholders]));
  const refused: RuleProblem[] = [];
  const detections: ReadDetection[] = [];
  const correlations: ReadCorrelation[] = [];
  const filters: ReadFilter[] = [];
  const names = new Map<string, RuleDocument>();
  const quiet = new Set<string>();
  for (const file of files) {
    const { documents, refused: unreadable } = readYaml(file);
    const { documents: written, refused: unclear } = expandCollection(documents);
    refused.push(...unreadable, ...unclear);
    for (const document of written) {
      const read = attempt(document, () => {
        const rule = readRule(document, { placeholders }, target);
        claimNames(rule, names);
        return rule;
      });
      if ('problem' in read) {
        refused.push(read.problem);
        for (const name of namesUnder(document.value)) quiet.add(name);
      } else if ('correlation' in read.ok) correlations.push(read.ok);
      else if ('filter' in read.ok) filters.push(read.ok);
      else detections.push(read.ok);
    }
  }
  return linkRuleset({ detections, correlations, filters, quiet, refused, target, pipelines });
}

/** Compiles rules that are our own: one that is refused is our mistake. @throws Error that names each, with its line. */
export function compileOwnRules(files: readonly RuleFile[]): RulesetData {
  const { ruleset, refused } = compileRuleset(files);
  if (refused.length > 0)
    throw new Error(`Rules do not compile:\n${refused.map(describeProblem).join('\n')}`);
  return ruleset;
}

/** Ids and names are one space: a correlation may refer by either, so none may stand for two rules. */
function claimNames({ head, document }: ReadBase, names: Map<string, RuleDocument>): void {
  for (const key of ['id', 'name'] as const) {
    const value = head[key];
    if (value === null) continue;
    const other = names.get(value);
    if (other !== undefined) {
      throw new RuleError(
        [key],
        `Another rule in ${other.file} already has the ${key} ${value}: choose a new one.`,
      );
    }
    names.set(value, document);
  }
}

/** What a refused correlation refers to: it stays quiet, since it was not written to alert by itself. */
function namesUnder(value: unknown): string[] {
  const correlation = isMap(value) ? value.correlation : undefined;
  const rules = isMap(correlation) ? correlation.rules : undefined;
  return (Array.isArray(rules) ? rules : [rules]).filter((name) => typeof name === 'string');
}
