/** The rules that this cell runs for every tenant: the compiled ruleset (`rulesetDataSchema` of `shared/detect`), as JSON. */
export type RuleCatalogue = { all(): object };
