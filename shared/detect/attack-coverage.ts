import type { RulesetData } from '#shared/detect/rule.ts';

export type AttackCoverage = {
  rules: number;
  /** Rules that name no technique. */
  without: number;
  /** Titles of rules by technique or sub-technique, such as T1110.001, in the techniques' order. */
  techniques: ReadonlyMap<string, readonly string[]>;
  /** Number of rules by tactic, as tagged. */
  tactics: ReadonlyMap<string, number>;
};

/** Which ATT&CK techniques the rules that alert look for, by their tags. */
export function coverAttack({ detections, correlations }: RulesetData): AttackCoverage {
  const alerting = [...detections, ...correlations].filter(({ alerts }) => alerts).map(({ info }) => info);
  const techniques = new Map<string, string[]>();
  const tactics = new Map<string, number>();
  let without = 0;
  for (const { title, tags } of alerting) {
    const attack = [...new Set(tags)].flatMap((tag) =>
      tag.startsWith('attack.') ? [tag.slice('attack.'.length)] : [],
    );
    const named = attack.filter((tag) => /^t\d{4}(\.\d{3})?$/.test(tag)).map((tag) => tag.toUpperCase());
    if (named.length === 0) without++;
    for (const id of named) techniques.set(id, [...(techniques.get(id) ?? []), title]);
    for (const tag of attack)
      if (/^[a-z]+(-[a-z]+)*$/.test(tag)) tactics.set(tag, (tactics.get(tag) ?? 0) + 1);
  }
  const sorted = new Map([...techniques].sort(([one], [other]) => (one < other ? -1 : 1)));
  return { rules: alerting.length, without, techniques: sorted, tactics };
}

/** A layer for the ATT&CK Navigator (layer format 4.5): the score is the number of rules. `attackVersion` such as 18.1. */
export function toNavigatorLayer(
  name: string,
  { techniques }: AttackCoverage,
  attackVersion: string,
): Record<string, unknown> {
  const scores = [...techniques.values()].map((titles) => titles.length);
  return {
    name,
    // The Navigator opens a layer only under the versions that it was written for.
    versions: { attack: attackVersion.split('.')[0], navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    techniques: [...techniques].map(([techniqueID, titles]) => ({
      techniqueID,
      score: titles.length,
      comment: titles.join('\n'),
    })),
    gradient: { colors: ['#ffffff', '#2f6fde'], minValue: 0, maxValue: Math.max(1, ...scores) },
  };
}
