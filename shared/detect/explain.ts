import { allValues, type NamedValue, valuesOfField } from '#shared/detect/event-values.ts';
import { ANY_RUN, type Expression, type ValueTest } from '#shared/detect/expression.ts';
import { type Span, spansOfPattern } from '#shared/detect/pattern-span.ts';
import { spanOfRegex } from '#shared/detect/regex-span.ts';
import type { DetectionRule } from '#shared/detect/rule.ts';
import { cut } from '#shared/detect/trim-event.ts';
import { compareFields, type Scalar, toValueTest } from '#shared/detect/value-test.ts';
import type { Explanation, ValueMatch } from '#shared/schema/explanation.ts';

/** More say nothing more to a person, and alerts have a size. */
export const MAX_VALUE_MATCHES = 50;
/** UTF-16 units of a value that are kept; a third of them before the match. */
export const MAX_VALUE = 512;
/** UTF-16 units of a path to a value that are kept. */
const MAX_NAME = 256;

type Fields = Readonly<Record<string, unknown>>;
type Evidence = { selections: readonly string[]; matches: readonly ValueMatch[] };
type ValueNode = Extract<Expression, { op: 'field' | 'keyword' }>;

const nothing: Evidence = { selections: [], matches: [] };

/**
 * Why a rule matches an event: which search identifiers held, and which values with which words. Works from the rule
 * and the event alone, once for each match: matching itself pays nothing for it. Null where the rule does not match.
 */
export function explainMatch(
  { info: { id, title }, version, expression }: Pick<DetectionRule, 'info' | 'version' | 'expression'>,
  event: Fields,
): Explanation | null {
  const evidence = evidenceFor(expression, true, event);
  if (evidence === null) return null;
  const { selections, matches } = evidence;
  return {
    rule: { id, title, version },
    selections: [...new Set(selections)],
    matches: unique(matches).slice(0, MAX_VALUE_MATCHES),
  };
}

/** What shows that the expression is `wanted` of the event; null where it is not. What is under "not" shows nothing. */
function evidenceFor(expression: Expression, wanted: boolean, event: Fields): Evidence | null {
  const found = evidenceOf(expression, wanted, event);
  const { name } = expression;
  if (found === null || name === undefined || !wanted) return found;
  return {
    selections: [name, ...found.selections],
    matches: found.matches.map((match) => ({ ...match, selection: name })),
  };
}

function evidenceOf(expression: Expression, wanted: boolean, event: Fields): Evidence | null {
  switch (expression.op) {
    case 'not':
      return evidenceFor(expression.of, !wanted, event);
    case 'field':
    case 'keyword': {
      const matches = valueMatches(expression, event);
      if (!wanted) return matches === null ? nothing : null;
      return matches === null ? null : { selections: [], matches };
    }
    default: {
      const parts = expression.of.flatMap((part) => evidenceFor(part, wanted, event) ?? []);
      return parts.length >= leastOf(expression, wanted) ? join(parts) : null;
    }
  }
}

/** How many parts must be `wanted` so that the whole is. */
function leastOf(expression: Extract<Expression, { of: Expression[] }>, wanted: boolean): number {
  const { length } = expression.of;
  const least = expression.op === 'some' ? expression.least : expression.op === 'and' ? length : 1;
  return wanted ? least : length - least + 1;
}

function join(parts: readonly Evidence[]): Evidence {
  return {
    selections: parts.flatMap(({ selections }) => selections),
    matches: parts.flatMap(({ matches }) => matches),
  };
}

/** The values that answer one question of a rule; null where none does. */
function valueMatches(node: ValueNode, event: Fields): ValueMatch[] | null {
  if (node.op === 'keyword') return matchesAmong(node, [...allValues(event)], event);
  const { test, field } = node;
  const values = valuesOfField(event, field);
  if (test.kind === 'exists') {
    if (values.length > 0 !== test.wanted) return null;
    return [describe(node, values[0] ?? { field, value: null }, [])];
  }
  if (test.kind === 'null') {
    return values.some(({ value }) => value !== null) ? null : [describe(node, { field, value: null }, [])];
  }
  return matchesAmong(node, values, event);
}

function matchesAmong(node: ValueNode, values: readonly NamedValue[], event: Fields): ValueMatch[] | null {
  const matches = testOf(node.test, event);
  const found = values.filter(({ value }) => isScalar(value) && matches(value));
  if (found.length === 0) return null;
  return found
    .slice(0, MAX_VALUE_MATCHES)
    .map((one) => describe(node, one, spansOf(node.test, String(one.value))));
}

function testOf(test: ValueTest, event: Fields): (value: Scalar) => boolean {
  switch (test.kind) {
    case 'null':
    case 'exists':
      return () => false;
    case 'field': {
      const others = valuesOfField(event, test.field).flatMap(({ value }) =>
        isScalar(value) ? [value] : [],
      );
      return (value) => others.some((other) => compareFields(test, value, other));
    }
    default:
      return toValueTest(test);
  }
}

function spansOf(test: ValueTest, text: string): Span[] {
  switch (test.kind) {
    case 'text':
      return spansOfPattern(test.pattern, test.cased, text);
    case 'regex': {
      const span = spanOfRegex(test.source, test.flags, text);
      return span === null ? [] : [span];
    }
    default:
      return [[0, text.length]];
  }
}

function describe(node: ValueNode, { field, value }: NamedValue, spans: readonly Span[]): ValueMatch {
  const whole = isScalar(value) ? String(value) : null;
  const first = spans[0]?.[0] ?? 0;
  const at = whole === null || whole.length <= MAX_VALUE ? 0 : Math.max(0, first - Math.floor(MAX_VALUE / 3));
  const kept = whole?.slice(at, at + MAX_VALUE) ?? null;
  const end = kept?.length ?? 0;
  return {
    selection: null,
    field: cut(field, MAX_NAME),
    rule_field: node.op === 'field' ? (node.as ?? node.field) : null,
    ...questionOf(node.test),
    value: kept,
    at,
    spans: spans
      .map(([from, to]): Span => [from - at, Math.min(to - at, end)])
      .filter(([from, to]) => from < end && from < to),
  };
}

function questionOf(test: ValueTest): Pick<ValueMatch, 'how' | 'pattern'> {
  switch (test.kind) {
    case 'text': {
      const { pattern } = test;
      const [start, end] = [pattern[0] !== ANY_RUN, pattern.at(-1) !== ANY_RUN];
      const inner = pattern.slice(start ? 0 : 1, end ? undefined : -1);
      const text = textOf(inner);
      if (inner.length > 1 || typeof inner[0] === 'number' || (pattern.length > 0 && inner.length === 0)) {
        return { how: 'wildcard', pattern: textOf(pattern) };
      }
      const how = start ? (end ? 'equals' : 'startswith') : end ? 'endswith' : 'contains';
      return { how, pattern: text };
    }
    case 'scalar':
      return { how: 'equals', pattern: String(test.value) };
    case 'null':
      return { how: 'null', pattern: '' };
    case 'exists':
      return { how: 'exists', pattern: String(test.wanted) };
    case 'regex':
      return { how: 're', pattern: test.source };
    case 'cidr':
      return { how: 'cidr', pattern: `${test.network}/${test.prefix}` };
    case 'compare':
      return { how: test.operator, pattern: String(test.value) };
    case 'time':
      return { how: test.part, pattern: `${test.operator === 'eq' ? '' : `${test.operator} `}${test.value}` };
    case 'field':
      return { how: 'fieldref', pattern: `${test.how === 'equals' ? '' : `${test.how} `}${test.field}` };
  }
}

function textOf(pattern: Extract<ValueTest, { kind: 'text' }>['pattern']): string {
  return pattern.map((part) => (typeof part === 'string' ? part : part === ANY_RUN ? '*' : '?')).join('');
}

/** The same value found twice by the same question, such as through two conditions, is told once. */
function unique(matches: readonly ValueMatch[]): ValueMatch[] {
  return [...new Map(matches.map((match) => [JSON.stringify(match), match])).values()];
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
