import type { Coverage, TechniqueCoverage } from '#shared/attack/coverage.ts';
import type { Blocker } from '#shared/attack/rule-state.ts';
import { suggestConnector } from '#shared/attack/suggest-connector.ts';

/** What somebody can do so that more techniques are covered. */
export type GapAction =
  | { do: 'connect_source'; connector: string | null; logsource: string }
  | { do: 'switch_on_rules'; rules: readonly { id: string; title: string }[] }
  | { do: 'revive_source'; source_id: string; since: string }
  | { do: 'send_fields'; source_id: string; fields: readonly string[] }
  | { do: 'write_rules' };

export type Gap = {
  action: GapAction;
  /** Techniques and sub-techniques that it would cover, which nothing covers now. */
  techniques: readonly { id: string; name: string }[];
  gain: number;
};

type Draft = { action: GapAction; rules: Set<string> };

/** What one blocker asks for; blockers with the same key go away together. */
function remedyOf(blocker: Blocker): { key: string; action: GapAction } {
  switch (blocker.why) {
    case 'rule_off':
      return { key: 'rule_off', action: { do: 'switch_on_rules', rules: [] } };
    case 'no_source': {
      const connector = suggestConnector(blocker.logsource);
      const logsource = describeLogsource(blocker.logsource);
      return {
        key: `connect ${connector ?? logsource}`,
        action: { do: 'connect_source', connector, logsource },
      };
    }
    case 'source_silent': {
      const { source_id, since } = blocker;
      return { key: `revive ${source_id}`, action: { do: 'revive_source', source_id, since } };
    }
    case 'field_missing': {
      const { source_id, fields } = blocker;
      return {
        key: `fields ${source_id} ${fields.join()}`,
        action: { do: 'send_fields', source_id, fields },
      };
    }
  }
}

/** `windows process_creation`: a logsource in words. */
export function describeLogsource(logsource: {
  product?: string | undefined;
  category?: string | undefined;
  service?: string | undefined;
}): string {
  const named = [logsource.product, logsource.category, logsource.service].filter(
    (part) => part !== undefined,
  );
  return named.length === 0 ? 'any' : named.join(' ');
}

/**
 * What to do next, the most useful first: each action with the techniques that would be covered by it alone. The last
 * entry names the techniques for which there is no rule at all.
 */
export function rankGaps({ techniques, rules }: Coverage): readonly Gap[] {
  const drafts = new Map<string, Draft>();
  for (const rule of rules) {
    if (rule.blockers.length === 0) continue;
    const remedies = rule.blockers.map(remedyOf);
    const [first] = remedies;
    if (first === undefined || remedies.some(({ key }) => key !== first.key)) continue;
    const draft = drafts.get(first.key) ?? { action: first.action, rules: new Set<string>() };
    draft.rules.add(rule.id);
    drafts.set(first.key, draft);
  }
  const open = techniques.filter(({ state }) => state !== 'covered');
  const gaps = [...drafts.values()].map(({ action, rules: ids }) => {
    const gained = open.filter((technique) => technique.rules.some(({ id }) => ids.has(id)));
    const useful = gained.flatMap((technique) => technique.rules).filter(({ id }) => ids.has(id));
    return toGap(action.do === 'switch_on_rules' ? { ...action, rules: named(useful) } : action, gained);
  });
  const without = open.filter(({ rules: none }) => none.length === 0);
  return [
    ...gaps
      .filter(({ gain }) => gain > 0)
      .sort(
        (one, other) =>
          other.gain - one.gain || (JSON.stringify(one.action) < JSON.stringify(other.action) ? -1 : 1),
      ),
    ...(without.length === 0 ? [] : [toGap({ do: 'write_rules' }, without)]),
  ];
}

const named = (rules: readonly { id: string; title: string }[]): readonly { id: string; title: string }[] => [
  ...new Map(rules.map(({ id, title }) => [id, { id, title }])).values(),
];

function toGap(action: GapAction, gained: readonly TechniqueCoverage[]): Gap {
  return { action, techniques: gained.map(({ id, name }) => ({ id, name })), gain: gained.length };
}
