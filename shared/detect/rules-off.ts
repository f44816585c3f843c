import type { Ruleset } from '#shared/detect/load-ruleset.ts';

/**
 * The ruleset without the alerts of some rules. A rule that is off still counts for correlations that are on, as
 * a rule that alerts only through them does.
 */
export function withRulesOff(ruleset: Ruleset, off: ReadonlySet<string>): Ruleset {
  if (off.size === 0) return ruleset;
  return {
    ...ruleset,
    off,
    match: (event) =>
      ruleset.match(event).map(({ rule, feeds }) => ({
        rule: off.has(rule.info.id) ? { ...rule, alerts: false } : rule,
        feeds: feeds.filter(
          ({ correlation: { rule: above, feeds: higher } }) => !off.has(above.info.id) || higher.length > 0,
        ),
      })),
  };
}
