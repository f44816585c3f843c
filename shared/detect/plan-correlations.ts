import type { CorrelationRule } from '#shared/detect/rule.ts';

/** A correlation that takes in the matches of a rule, or the firings of another correlation. */
export type Feed = {
  correlation: PlannedCorrelation;
  /** Of the rule in the correlation's list. */
  position: number;
  /** Whether a correlation feeds it: its firing is a thing of its own, beside the event at which it fires. */
  isFiring: boolean;
};

export type PlannedCorrelation = {
  rule: CorrelationRule;
  /** Keys of the detection rules below it, through all levels. */
  bases: readonly string[];
  /** 0 where it is fed by detection rules alone; else one more than the highest correlation below. */
  level: number;
  /** Correlations that take in its firings. */
  feeds: Feed[];
  /** Fields of the event at which it fires that correlations above ask for, beside its own group. */
  carried: string[];
};

export type CorrelationPlan = {
  /** What takes in the matches of a detection rule, by its key. */
  feedsOf(key: string): readonly Feed[];
  /** How many levels there are: 1 where no correlation refers to another, 0 without any. */
  levels: number;
};

/** Works out who feeds whom. `rules` stand after those they refer to, as compiling leaves them. */
export function planCorrelations(rules: readonly CorrelationRule[]): CorrelationPlan {
  const planned = new Map<string, PlannedCorrelation>();
  const feeds = new Map<string, Feed[]>();
  for (const rule of rules) {
    const below = rule.rules.flatMap((key) => planned.get(key) ?? []);
    const own: Feed[] = [];
    const correlation: PlannedCorrelation = {
      rule,
      bases: [...new Set(rule.rules.flatMap((key) => planned.get(key)?.bases ?? [key]))],
      level: Math.max(-1, ...below.map(({ level }) => level)) + 1,
      feeds: own,
      carried: [],
    };
    for (const [position, key] of rule.rules.entries()) {
      const isFiring = planned.has(key);
      const known = feeds.get(key) ?? [];
      known.push({ correlation, position, isFiring });
      feeds.set(key, known);
    }
    planned.set(rule.key, correlation);
    feeds.set(rule.key, own);
  }
  for (const correlation of [...planned.values()].reverse()) {
    const { rule } = correlation;
    const asked = correlation.feeds.flatMap(({ correlation: above }) => [
      ...fieldsOf(above.rule, rule.key),
      ...above.carried,
    ]);
    correlation.carried = [...new Set(asked)].filter((field) => !rule.groupBy.includes(field)).sort();
  }
  return {
    feedsOf: (key) => feeds.get(key) ?? [],
    levels: Math.max(-1, ...[...planned.values()].map(({ level }) => level)) + 1,
  };
}

/** What a group-by field is called in the matches of one of the correlation's rules. */
export function groupFieldOf({ aliases }: CorrelationRule, name: string, key: string): string {
  return aliases[name]?.[key] ?? name;
}

function fieldsOf(rule: CorrelationRule, key: string): string[] {
  return [
    ...rule.groupBy.map((name) => groupFieldOf(rule, name, key)),
    ...(rule.field === null ? [] : [rule.field]),
  ];
}
