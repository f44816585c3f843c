/** Why a rule (or a whole file) is not in the ruleset, for the person who wrote it. */
export type RuleProblem = {
  file: string;
  /** From 1. */
  line: number;
  /** Path of the field, such as `detection.selection.user.name`; empty for the file as a whole. */
  field: string;
  /** What is wrong and what to write instead. */
  message: string;
};

/** `file:line: field: message`, the form that editors turn into a link. */
export function describeProblem({ file, line, field, message }: RuleProblem): string {
  return `${file}:${line}: ${field === '' ? '' : `${field}: `}${message}`;
}

export type FieldPath = readonly (string | number)[];

/** Thrown while one rule is read; caught at the rule's document, where the path becomes a line. */
export class RuleError extends Error {
  readonly path: FieldPath;

  constructor(path: FieldPath, message: string) {
    super(message);
    this.name = 'RuleError';
    this.path = path;
  }
}
