import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

/** Values of `%name%` by name, from a pipeline. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

/** Values that one text may become. */
const MAX_VARIANTS = 10_000;

/** The text with each `%name%` replaced by each of its values. @throws RuleError for a name without values. */
export function expandPlaceholders(text: string, placeholders: Placeholders, path: FieldPath): string[] {
  let variants = [''];
  let at = 0;
  for (const match of text.matchAll(/\\%|%([^%\s\\]+)%/g)) {
    const [whole, name = ''] = match;
    if (name === '') {
      // A percent character behind a backslash is plain (Sigma 2.1, "Placeholders").
      const before = `${text.slice(at, match.index)}%`;
      variants = variants.map((variant) => variant + before);
      at = match.index + whole.length;
      continue;
    }
    const values = placeholders.get(name);
    if (values === undefined || values.length === 0) {
      throw new RuleError(
        path,
        `The placeholder ${whole} has no values: list them under "vars:" in a pipeline (--pipeline).`,
      );
    }
    const between = text.slice(at, match.index);
    variants = variants.flatMap((before) => values.map((value) => before + between + value));
    if (variants.length > MAX_VARIANTS)
      throw new RuleError(path, `The placeholders make more than ${MAX_VARIANTS} values: list fewer.`);
    at = match.index + whole.length;
  }
  return variants.map((variant) => variant + text.slice(at));
}
