import type { ReadingContext } from '#shared/detect/field-test.ts';
import { type Correlation, readCorrelation } from '#shared/detect/read-correlation.ts';
import { readDetection, readLogsource } from '#shared/detect/read-detection.ts';
import { type Filter, readFilter } from '#shared/detect/read-filter.ts';
import { type RuleHead, readHead } from '#shared/detect/read-head.ts';
import type { RuleDocument } from '#shared/detect/read-yaml.ts';
import type { DetectionRule } from '#shared/detect/rule.ts';
import { RuleError } from '#shared/detect/rule-problem.ts';
import { type RuleTest, readRuleTests } from '#shared/detect/rule-test.ts';

export type ReadBase = { document: RuleDocument; head: RuleHead; tests: RuleTest[] };
export type ReadDetection = ReadBase & Pick<DetectionRule, 'logsource' | 'expression'>;
export type ReadCorrelation = ReadBase & { correlation: Correlation };
export type ReadFilter = ReadBase & { filter: Filter };

/** @throws RuleError that names the field and what to write. */
export function readRule(
  document: RuleDocument,
  context: ReadingContext,
  target: 'stream' | 'file',
): ReadDetection | ReadCorrelation | ReadFilter {
  const { head, body } = readHead(document);
  const base = { document, head, tests: readRuleTests(body) };
  if (head.kind === 'filter') return { ...base, filter: readFilter(body, context) };
  if (head.kind === 'correlation') return { ...base, correlation: readCorrelation(body, target) };
  return { ...base, logsource: readLogsource(body), expression: readDetection(body, context) };
}

export function missingId(): RuleError {
  return new RuleError(
    ['id'],
    'A rule that alerts needs "id:" with a UUID of its own, such as the output of uuidgen.',
  );
}
