import { hash } from 'node:crypto';
import type { CompiledRuleset } from '#shared/detect/compile-ruleset.ts';
import { joined } from '#shared/detect/expression.ts';
import { applyPipeline, mapField, type Pipeline } from '#shared/detect/pipeline.ts';
import { concerns } from '#shared/detect/read-filter.ts';
import type { RuleHead } from '#shared/detect/read-head.ts';
import {
  missingId,
  type ReadBase,
  type ReadCorrelation,
  type ReadDetection,
  type ReadFilter,
} from '#shared/detect/read-rule.ts';
import { attempt } from '#shared/detect/read-yaml.ts';
import type { CorrelationRule, DetectionRule, Logsource, RuleInfo } from '#shared/detect/rule.ts';
import { RuleError, type RuleProblem } from '#shared/detect/rule-problem.ts';
import type { RuleTest } from '#shared/detect/rule-test.ts';

type ReadRules = {
  detections: readonly ReadDetection[];
  correlations: readonly ReadCorrelation[];
  filters: readonly ReadFilter[];
  /** Names under correlations that were refused. */
  quiet: ReadonlySet<string>;
  refused: RuleProblem[];
  target: 'stream' | 'file';
  pipelines: readonly Pipeline[];
};

/** Finds what rules refer to: correlations their rules, filters the rules they narrow. */
export function linkRuleset({
  detections,
  correlations,
  filters,
  quiet,
  refused,
  target,
  pipelines,
}: ReadRules): CompiledRuleset {
  const keys = keysOf([...detections, ...correlations]);
  const hidden = hiddenNames(correlations);
  const ordered = inOrder(correlations, keys, refused);
  const inCircles = correlations.filter((one) => !ordered.includes(one));
  const silent = [...quiet, ...inCircles.flatMap(({ correlation }) => correlation.refersTo)];
  const feeds = new Set(silent.flatMap((name) => keyNamed(name, keys) ?? []));
  const generates = new Set<string>();
  const tests: CompiledRuleset['tests'] = [];
  const linked: { rule: CorrelationRule; read: ReadCorrelation }[] = [];
  for (const read of ordered) {
    const resolved = attempt(read.document, () => {
      if (target === 'stream' && read.head.id === null && !hidden.has(read.head.name)) throw missingId();
      return resolve(read, keys);
    });
    for (const name of read.correlation.refersTo) {
      const key = keyNamed(name, keys);
      if (key === undefined) continue;
      feeds.add(key);
      if (read.correlation.generate) generates.add(key);
    }
    if ('ok' in resolved) linked.push({ rule: resolved.ok, read });
    else {
      refused.push(resolved.problem);
      // What refers to a refused correlation is refused in turn.
      for (const name of [read.head.id, read.head.name]) if (name !== null) keys.delete(name);
    }
  }
  const alertsAlone = (key: string) => !feeds.has(key) || generates.has(key);
  const mapper = makeMapper(detections, linked, pipelines);
  const linkedCorrelations = linked.map(({ rule, read }) => {
    const alerts = alertsAlone(rule.key);
    if (alerts || read.tests.length > 0) {
      const logsource = firstLogsource(rule, detections, linked);
      tests.push({
        file: read.document.file,
        rule: rule.info,
        tests: withLogsource(read.tests, logsource),
      });
    }
    return { ...mapped(rule, mapper), alerts };
  });
  const linkedDetections: DetectionRule[] = [];
  for (const rule of detections) {
    const key = keyOf(rule);
    const alerts = alertsAlone(key);
    if (alerts && rule.head.id === null && target === 'stream') {
      const error = missingId();
      refused.push(rule.document.problem(error.path, error.message));
      continue;
    }
    const info = infoOf(rule.head, key);
    const { expression, logsource } = pipelines.reduce(applyPipeline, filtered(rule, filters));
    const version = versionOf(rule.head, rule.expression);
    linkedDetections.push({ info, key, version, file: rule.document.file, logsource, expression, alerts });
    if (alerts || rule.tests.length > 0)
      tests.push({
        file: rule.document.file,
        rule: info,
        tests: withLogsource(rule.tests, rule.logsource),
      });
  }
  checkFilters(filters, keysOf(detections), refused);
  return {
    ruleset: { v: 2, detections: linkedDetections, correlations: linkedCorrelations },
    refused,
    tests,
  };
}

/** Correlations after those they refer to; one that refers to itself in a circle is refused. */
function inOrder(
  correlations: readonly ReadCorrelation[],
  keys: ReadonlyMap<string, string>,
  refused: RuleProblem[],
): ReadCorrelation[] {
  const byKey = new Map(correlations.map((rule) => [keyOf(rule), rule] as const));
  const done = new Map<ReadCorrelation, 'open' | 'placed' | 'circle'>();
  const ordered: ReadCorrelation[] = [];
  const place = (rule: ReadCorrelation): boolean => {
    const state = done.get(rule);
    if (state !== undefined) return state === 'placed';
    done.set(rule, 'open');
    const below = rule.correlation.refersTo.flatMap((name) => byKey.get(keyNamed(name, keys) ?? '') ?? []);
    const isPlaced = below.map(place).every(Boolean);
    done.set(rule, isPlaced ? 'placed' : 'circle');
    if (isPlaced) ordered.push(rule);
    else
      refused.push(
        rule.document.problem(
          ['correlation', 'rules'],
          'It refers to itself in a circle: take one of the rules out.',
        ),
      );
    return isPlaced;
  };
  for (const rule of correlations) place(rule);
  return ordered;
}

function resolve(
  { head, document, correlation }: ReadCorrelation,
  keys: ReadonlyMap<string, string>,
): CorrelationRule {
  const find = (name: string, path: readonly string[]) => {
    const key = keyNamed(name, keys);
    if (key !== undefined) return key;
    throw new RuleError(
      path,
      `There is no rule with the name or id "${name}", or it was refused: add it or correct it.`,
    );
  };
  const { refersTo, generate: _, aliases, ...rest } = correlation;
  const key = head.id ?? head.name ?? `${document.file}#${document.index}`;
  return {
    ...rest,
    info: infoOf(head, key),
    key,
    version: versionOf(head, rest),
    file: document.file,
    rules: [...new Set(refersTo.map((name) => find(name, ['correlation', 'rules'])))],
    aliases: Object.fromEntries(
      Object.entries(aliases).map(([alias, fields]) => [
        alias,
        Object.fromEntries(
          Object.entries(fields).map(([name, field]) => [
            find(name, ['correlation', 'aliases', alias, name]),
            field,
          ]),
        ),
      ]),
    ),
    alerts: true,
  };
}

function withLogsource(tests: readonly RuleTest[], logsource: Logsource): RuleTest[] {
  return tests.map((test) => ({ ...test, logsource }));
}

/** Of the first detection rule below a correlation. */
function firstLogsource(
  { rules: [first = ''] }: CorrelationRule,
  detections: readonly ReadDetection[],
  linked: readonly { rule: CorrelationRule }[],
): Logsource {
  const below = linked.find(({ rule }) => rule.key === first);
  if (below !== undefined) return firstLogsource(below.rule, detections, linked);
  return detections.find((rule) => keyOf(rule) === first)?.logsource ?? {};
}

/** What the matches of a rule call a field. */
type Mapper = (field: string, key: string) => string;

/** The firings of a correlation have its group-by fields by their names, and the rest as in its first rule's matches. */
function makeMapper(
  detections: readonly ReadDetection[],
  linked: readonly { rule: CorrelationRule }[],
  pipelines: readonly Pipeline[],
): Mapper {
  const sources = new Map(detections.map((rule) => [keyOf(rule), rule.logsource] as const));
  const correlations = new Map(linked.map(({ rule }) => [rule.key, rule] as const));
  const map: Mapper = (field, key) => {
    const below = correlations.get(key);
    if (below !== undefined) return below.groupBy.includes(field) ? field : map(field, below.rules[0] ?? '');
    const logsource = sources.get(key);
    return logsource === undefined
      ? field
      : pipelines.reduce((name, one) => mapField(name, logsource, one), field);
  };
  return map;
}

/** Each group-by field keeps its name for the alert; what the matches call it is an alias. */
function mapped(rule: CorrelationRule, map: Mapper): CorrelationRule {
  const aliases = rule.groupBy.map((name): [string, Record<string, string>] => [
    name,
    Object.fromEntries(rule.rules.map((key) => [key, map(rule.aliases[name]?.[key] ?? name, key)])),
  ]);
  const field = rule.field === null ? null : map(rule.field, rule.rules[0] ?? '');
  return { ...rule, field, aliases: Object.fromEntries(aliases) };
}

/** Names that correlations refer to without "generate": the rules raise no alerts by themselves. */
function hiddenNames(correlations: readonly ReadCorrelation[]): ReadonlySet<string | null> {
  const namesOf = (generate: boolean) =>
    correlations
      .filter(({ correlation }) => correlation.generate === generate)
      .flatMap(({ correlation }) => correlation.refersTo);
  const generating = new Set(namesOf(true));
  return new Set(namesOf(false).filter((name) => !generating.has(name)));
}

function filtered(
  rule: ReadDetection,
  filters: readonly ReadFilter[],
): Pick<DetectionRule, 'expression' | 'logsource'> {
  const { logsource, expression, head } = rule;
  const added = filters
    .filter(({ filter }) => concerns(filter, { logsource, names: [head.id, head.name] }))
    .map(({ filter }) => filter.expression);
  return { logsource, expression: joined('and', [expression, ...added]) };
}

function checkFilters(
  filters: readonly ReadFilter[],
  keys: ReadonlyMap<string, string>,
  refused: RuleProblem[],
): void {
  for (const { document, filter } of filters) {
    for (const [i, name] of (filter.rules ?? []).entries()) {
      if (keyNamed(name, keys) !== undefined) continue;
      const message = `There is no detection rule with the name or id "${name}", or it was refused: the filter does nothing for it.`;
      refused.push(document.problem(['filter', 'rules', i], message));
    }
  }
}

function keysOf(rules: readonly ReadBase[]): Map<string, string> {
  return new Map(
    rules.flatMap((rule) =>
      [rule.head.id, rule.head.name].flatMap((name): [string, string][] =>
        name === null ? [] : [[name, keyOf(rule)]],
      ),
    ),
  );
}

/** UUIDs may be written in capitals; names are taken as they are. */
function keyNamed(name: string, keys: ReadonlyMap<string, string>): string | undefined {
  return keys.get(name) ?? keys.get(name.toLowerCase());
}

function keyOf({ head, document }: ReadBase): string {
  return head.id ?? head.name ?? `${document.file}#${document.index}`;
}

function versionOf({ dated }: RuleHead, what: unknown): string {
  return dated ?? hash('sha256', JSON.stringify(what)).slice(0, 12);
}

function infoOf({ id, title, level, tags }: RuleHead, key: string): RuleInfo {
  return { id: id ?? key, title, level, tags };
}
