import { isMap } from '#shared/detect/read-selection.ts';
import type { RuleDocument } from '#shared/detect/read-yaml.ts';
import type { RuleProblem } from '#shared/detect/rule-problem.ts';

type Fields = Record<string, unknown>;

/**
 * Writes out a file's rule collection (Sigma 1.0, "Rule Collections"): `action: global` adds to all rules that follow,
 * `reset` forgets that, `repeat` is the rule before with changes.
 */
export function expandCollection(all: readonly RuleDocument[]): {
  documents: RuleDocument[];
  refused: RuleProblem[];
} {
  const documents: RuleDocument[] = [];
  const refused: RuleProblem[] = [];
  let common: Fields = {};
  let before: Fields | null = null;
  for (const document of all) {
    const { value } = document;
    if (!isMap(value)) {
      documents.push(document);
      continue;
    }
    const { action, ...fields } = value;
    if (action === 'global') common = merge(common, fields);
    else if (action === 'reset') common = {};
    else if (action === undefined || (action === 'repeat' && before !== null)) {
      before = merge(action === 'repeat' ? (before ?? {}) : common, fields);
      documents.push({ ...document, value: before });
    } else {
      const message =
        action === 'repeat'
          ? 'There is no rule before this one to repeat: write the rule out in full.'
          : 'The action must be global, reset or repeat: leave it out for a rule of its own.';
      refused.push(document.problem(['action'], message));
    }
  }
  const [first] = all;
  if (documents.length === 0 && refused.length === 0 && first !== undefined) {
    refused.push(first.problem([], 'The collection holds no rule: write one after its "action: global".'));
  }
  return { documents, refused };
}

function merge(base: Fields, added: Fields): Fields {
  const result = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(added)) {
    const known = result.get(key);
    result.set(key, isMap(known) && isMap(value) ? merge(known, value) : value);
  }
  return Object.fromEntries(result);
}
