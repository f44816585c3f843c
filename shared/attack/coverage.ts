import type { AttackModel, Tactic, Technique } from '#shared/attack/attack-model.ts';
import { techniquesOf } from '#shared/attack/attack-tags.ts';
import { needsOf } from '#shared/attack/rule-need.ts';
import { type Arrivals, type Blocker, blockersOf } from '#shared/attack/rule-state.ts';
import type { RulesetData } from '#shared/detect/rule.ts';
import type { ImportedRule } from '#shared/schema/imported-rule.ts';

export type CoverageState = 'covered' | 'partial' | 'uncovered';

/** A rule as coverage sees it. */
export type JudgedRule = {
  id: string;
  title: string;
  origin: 'gatehouse' | ImportedRule['origin'];
  techniques: readonly string[];
  /** Empty when it works. */
  blockers: readonly Blocker[];
};

export type Reason = Blocker['why'] | 'no_rule' | 'sub_techniques';

export type TechniqueCoverage = Technique & {
  state: CoverageState;
  /** Why it is not covered, the most frequent first; empty when it is. */
  reasons: readonly Reason[];
  rules: readonly JudgedRule[];
};

export type Tally = {
  covered: number;
  partial: number;
  uncovered: number;
  /** 0 to 100, whole: techniques covered, those in part counting half. */
  percent: number;
};

export type Coverage = {
  version: string;
  overall: Tally;
  /** In the matrix's order; a technique of two tactics counts in both. Sub-techniques count by their technique. */
  tactics: readonly (Tactic & Tally)[];
  techniques: readonly TechniqueCoverage[];
  rules: readonly JudgedRule[];
};

export type CoverageInput = {
  model: AttackModel;
  ruleset: RulesetData;
  /** Rules that the tenant switched off. */
  rulesOff: ReadonlySet<string>;
  imported: readonly ImportedRule[];
  arrivals: Arrivals;
};

/**
 * Computes which techniques a tenant's rules can really see. Covered: a rule that is on, whose events come lately with
 * the fields it asks for, or a rule that is on in the customer's own SIEM. Partial: such a rule whose source went silent
 * or lacks a field, or a technique of which only sub-techniques are covered. Uncovered: all else.
 */
export function computeCoverage({ model, ruleset, rulesOff, imported, arrivals }: CoverageInput): Coverage {
  const rules = [...ownRules(ruleset, rulesOff, arrivals), ...importedRules(imported)];
  const byTechnique = new Map<string, JudgedRule[]>();
  for (const rule of rules) {
    for (const id of rule.techniques) byTechnique.set(id, [...(byTechnique.get(id) ?? []), rule]);
  }
  const own = new Map(
    [...model.techniques.values()].map((technique) => [
      technique.id,
      judge(technique, byTechnique.get(technique.id) ?? []),
    ]),
  );
  const seenBelow = new Set(
    [...own.values()].flatMap(({ parent, state }) =>
      parent === null || state === 'uncovered' ? [] : [parent],
    ),
  );
  const techniques = [...own.values()].map((one) =>
    one.state === 'uncovered' && seenBelow.has(one.id)
      ? { ...one, state: 'partial' as const, reasons: ['sub_techniques' as const] }
      : one,
  );
  const parents = techniques.filter(({ parent }) => parent === null);
  return {
    version: model.version,
    overall: tally(parents),
    tactics: model.tactics.map((tactic) => ({
      ...tactic,
      ...tally(parents.filter((technique) => technique.tactics.includes(tactic.shortname))),
    })),
    techniques,
    rules,
  };
}

function ownRules(
  ruleset: RulesetData,
  rulesOff: ReadonlySet<string>,
  arrivals: Arrivals,
): readonly JudgedRule[] {
  const needs = needsOf(ruleset);
  return [...ruleset.detections, ...ruleset.correlations]
    .filter(({ alerts }) => alerts)
    .map(({ info, key }) => {
      const need = needs.get(key);
      const off: Blocker[] = rulesOff.has(info.id) ? [{ why: 'rule_off', rule_id: info.id }] : [];
      return {
        id: info.id,
        title: info.title,
        origin: 'gatehouse',
        techniques: techniquesOf(info.tags),
        blockers: [...off, ...(need === undefined ? [] : blockersOf(need, arrivals))],
      };
    });
}

const importedRules = (imported: readonly ImportedRule[]): readonly JudgedRule[] =>
  imported.map(({ rule_id, title, origin, techniques, enabled }) => ({
    id: rule_id,
    title,
    origin,
    techniques,
    blockers: enabled ? [] : [{ why: 'rule_off', rule_id }],
  }));

/** Reasons that leave a rule able to match as soon as its source does what it did or lacks little. */
const inPart = new Set<Blocker['why']>(['source_silent', 'field_missing']);

function judge(technique: Technique, rules: readonly JudgedRule[]): TechniqueCoverage {
  if (rules.length === 0) return { ...technique, state: 'uncovered', reasons: ['no_rule'], rules };
  if (rules.some(({ blockers }) => blockers.length === 0)) {
    return { ...technique, state: 'covered', reasons: [], rules };
  }
  const isPartial = rules.some(({ blockers }) => blockers.every(({ why }) => inPart.has(why)));
  const counts = new Map<Reason, number>();
  for (const { why } of rules.flatMap(({ blockers }) => blockers)) {
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const reasons = [...counts].sort(([, one], [, other]) => other - one).map(([why]) => why);
  return { ...technique, state: isPartial ? 'partial' : 'uncovered', reasons, rules };
}

function tally(techniques: readonly TechniqueCoverage[]): Tally {
  const count = (state: CoverageState) => techniques.filter((one) => one.state === state).length;
  const [covered, partial] = [count('covered'), count('partial')];
  const percent =
    techniques.length === 0 ? 0 : Math.round((100 * (covered + partial / 2)) / techniques.length);
  return { covered, partial, uncovered: count('uncovered'), percent };
}
