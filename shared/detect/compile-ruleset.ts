import { type Correlation, readCorrelation } from '#shared/detect/read-correlation.ts';
import { readDetection, readLogsource } from '#shared/detect/read-detection.ts';
import { type RuleHead, readHead } from '#shared/detect/read-head.ts';
import { isMap } from '#shared/detect/read-selection.ts';
import { attempt, type RuleDocument, type RuleFile, readYaml } from '#shared/detect/read-yaml.ts';
import type { CorrelationRule, DetectionRule, RuleInfo, RulesetData } from '#shared/detect/rule.ts';
import { describeProblem, RuleError, type RuleProblem } from '#shared/detect/rule-problem.ts';
import { type RuleTest, readRuleTests } from '#shared/detect/rule-test.ts';

export type CompiledRuleset = {
  /** Plain JSON, for `loadRuleset`. */
  ruleset: RulesetData;
  /** Every rule that is not in the ruleset, with its line and what to write instead. */
  refused: RuleProblem[];
  /** The proofs inside the rules, by rule; rules without any are listed with none. */
  tests: { file: string; rule: RuleInfo; tests: RuleTest[] }[];
};

type Base = { document: RuleDocument; head: RuleHead; tests: RuleTest[] };
type ReadDetection = Base & Pick<DetectionRule, 'logsource' | 'expression'>;
type ReadCorrelation = Base & { correlation: Correlation };

/**
 * Compiles Sigma files into one ruleset. Pure. A bad rule is refused with its reason and stops no other; a correlation
 * whose rule was refused is refused too. Nothing is skipped silently.
 */
export function compileRuleset(files: readonly RuleFile[]): CompiledRuleset {
  const refused: RuleProblem[] = [];
  const detections: ReadDetection[] = [];
  const correlations: ReadCorrelation[] = [];
  const names = new Map<string, RuleDocument>();
  const quiet = new Set<string>();
  for (const file of files) {
    const { documents, refused: unreadable } = readYaml(file);
    refused.push(...unreadable);
    for (const document of documents) {
      const read = attempt(document, () => {
        const rule = readRule(document);
        claimNames(rule, names);
        return rule;
      });
      if ('problem' in read) {
        refused.push(read.problem);
        for (const name of namesUnder(document.value)) quiet.add(name);
      } else if ('correlation' in read.ok) correlations.push(read.ok);
      else detections.push(read.ok);
    }
  }
  return link(detections, correlations, quiet, refused);
}

/** Compiles rules that are our own: one that is refused is our mistake. @throws Error that names each, with its line. */
export function compileOwnRules(files: readonly RuleFile[]): RulesetData {
  const { ruleset, refused } = compileRuleset(files);
  if (refused.length > 0)
    throw new Error(`Rules do not compile:\n${refused.map(describeProblem).join('\n')}`);
  return ruleset;
}

function readRule(document: RuleDocument): ReadDetection | ReadCorrelation {
  const { head, body } = readHead(document);
  const base = { document, head, tests: readRuleTests(body) };
  if (head.kind === 'correlation') {
    if (head.id === null) throw missingId();
    return { ...base, correlation: readCorrelation(body) };
  }
  return {
    ...base,
    logsource: readLogsource(body),
    expression: readDetection(body, { placeholders: new Map() }),
  };
}

/** Ids and names are one space: a correlation may refer by either, so none may stand for two rules. */
function claimNames({ head, document }: Base, names: Map<string, RuleDocument>): void {
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

function link(
  detections: readonly ReadDetection[],
  correlations: readonly ReadCorrelation[],
  quiet: ReadonlySet<string>,
  refused: RuleProblem[],
): CompiledRuleset {
  const keys = new Map<string, string>();
  for (const rule of detections) {
    for (const name of [rule.head.id, rule.head.name]) if (name !== null) keys.set(name, keyOf(rule));
  }
  const chained = new Set(correlations.flatMap(({ head }) => [head.id, head.name]));
  const feeds = new Set([...quiet].flatMap((name) => keyNamed(name, keys) ?? []));
  const generates = new Set<string>();
  const tests: CompiledRuleset['tests'] = [];
  const linkedCorrelations: CorrelationRule[] = [];
  for (const rule of correlations) {
    const linked = attempt(rule.document, () => resolve(rule, keys, chained));
    for (const name of rule.correlation.refersTo) {
      const key = keyNamed(name, keys);
      if (key === undefined) continue;
      feeds.add(key);
      if (rule.correlation.generate) generates.add(key);
    }
    if ('problem' in linked) refused.push(linked.problem);
    else {
      linkedCorrelations.push(linked.ok);
      tests.push({ file: rule.document.file, rule: linked.ok.info, tests: rule.tests });
    }
  }
  const linkedDetections: DetectionRule[] = [];
  for (const rule of detections) {
    const key = keyOf(rule);
    const alerts = !feeds.has(key) || generates.has(key);
    if (alerts && rule.head.id === null) {
      const error = missingId();
      refused.push(rule.document.problem(error.path, error.message));
      continue;
    }
    const info = infoOf(rule.head, key);
    linkedDetections.push({
      info,
      key,
      file: rule.document.file,
      logsource: rule.logsource,
      expression: rule.expression,
      alerts,
    });
    if (alerts || rule.tests.length > 0)
      tests.push({ file: rule.document.file, rule: info, tests: rule.tests });
  }
  return {
    ruleset: { v: 1, detections: linkedDetections, correlations: linkedCorrelations },
    refused,
    tests,
  };
}

function resolve(
  { head, document, correlation }: ReadCorrelation,
  keys: ReadonlyMap<string, string>,
  chained: ReadonlySet<string | null>,
): CorrelationRule {
  const rules = correlation.refersTo.map((name) => {
    const key = keyNamed(name, keys);
    if (key !== undefined) return key;
    throw new RuleError(
      ['correlation', 'rules'],
      chained.has(name)
        ? `"${name}" is a correlation itself, which is not supported yet: refer to detection rules.`
        : `There is no detection rule with the name or id "${name}", or it was refused: add it or correct it.`,
    );
  });
  const { type, groupBy, timespanMs, field, condition } = correlation;
  return {
    info: infoOf(head, ''),
    file: document.file,
    type,
    rules: [...new Set(rules)],
    groupBy,
    timespanMs,
    field,
    condition,
  };
}

/** What a refused correlation refers to: it stays quiet, since it was not written to alert by itself. */
function namesUnder(value: unknown): string[] {
  const correlation = isMap(value) ? value.correlation : undefined;
  const rules = isMap(correlation) ? correlation.rules : undefined;
  return (Array.isArray(rules) ? rules : [rules]).filter((name) => typeof name === 'string');
}

/** UUIDs may be written in capitals; names are taken as they are. */
function keyNamed(name: string, keys: ReadonlyMap<string, string>): string | undefined {
  return keys.get(name) ?? keys.get(name.toLowerCase());
}

function keyOf({ head, document }: Base): string {
  return head.id ?? `${document.file}#${document.index}`;
}

function infoOf({ id, title, level, tags }: RuleHead, key: string): RuleInfo {
  return { id: id ?? key, title, level, tags };
}

function missingId(): RuleError {
  return new RuleError(
    ['id'],
    'A rule that alerts needs "id:" with a UUID of its own, such as the output of uuidgen.',
  );
}
