import { BlockList, isIP } from 'node:net';
import { compares, type ValueTest } from '#shared/detect/expression.ts';
import { foldCase, patternTest } from '#shared/detect/pattern.ts';
import { compileRegex } from '#shared/detect/regex.ts';
import { partOfTime } from '#shared/detect/time-part.ts';

export type Scalar = string | number | boolean;

/** The tests that look at one value; the others ask whether a field is there, or look at two fields. */
export type ScalarTest = Exclude<ValueTest, { kind: 'null' | 'exists' | 'field' }>;

/** One test of one value as a function, made once. */
export function toValueTest(test: ScalarTest): (value: Scalar) => boolean {
  switch (test.kind) {
    case 'text': {
      const matches = patternTest(test.pattern);
      return test.cased ? (value) => matches(String(value)) : (value) => matches(foldCase(String(value)));
    }
    case 'scalar': {
      const text = String(test.value);
      return (value) => foldCase(String(value)) === text;
    }
    case 'compare':
      return (value) => {
        const number = toNumber(value);
        return number !== null && compares(test.operator, number, test.value);
      };
    case 'time':
      return (value) => {
        const part = partOfTime(test.part, value);
        return part !== null && compares(test.operator, part, test.value);
      };
    case 'cidr': {
      const networks = new BlockList();
      networks.addSubnet(test.network, test.prefix, test.family);
      return (value) => {
        if (typeof value !== 'string') return false;
        const version = isIP(value);
        return version !== 0 && networks.check(value, version === 4 ? 'ipv4' : 'ipv6');
      };
    }
    case 'regex': {
      const matches = compileRegex(test.source, test.flags);
      return (value) => matches(String(value));
    }
  }
}

/** Whether a value stands in the asked relation to the other field's value. */
export function compareFields(
  test: Extract<ValueTest, { kind: 'field' }>,
  value: Scalar,
  other: Scalar,
): boolean {
  const form = test.cased ? String : (one: Scalar) => foldCase(String(one));
  const [text, part] = [form(value), form(other)];
  switch (test.how) {
    case 'equals':
      return text === part;
    case 'contains':
      return text.includes(part);
    case 'startswith':
      return text.startsWith(part);
    case 'endswith':
      return text.endsWith(part);
  }
}

/** Numbers, and texts that are written as a number; anything else is no number rather than 0. */
export function toNumber(value: Scalar): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim())) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
