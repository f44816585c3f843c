import { BlockList, isIP } from 'node:net';
import { allValues, fieldReader, list } from '#shared/detect/event-fields.ts';
import { compares, type Expression, type TextTest, type ValueTest } from '#shared/detect/expression.ts';
import { patternTest } from '#shared/detect/pattern.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';

export type Predicate = (event: CanonicalEvent) => boolean;
type Scalar = string | number | boolean;

/** Turns a tree into functions once, so that an event costs calls and not interpretation. */
export function toPredicate(expression: Expression): Predicate {
  switch (expression.op) {
    case 'and': {
      const parts = expression.of.map(toPredicate);
      return (event) => parts.every((part) => part(event));
    }
    case 'or': {
      const parts = expression.of.map(toPredicate);
      return (event) => parts.some((part) => part(event));
    }
    case 'not': {
      const part = toPredicate(expression.of);
      return (event) => !part(event);
    }
    case 'field':
      return fieldPredicate(expression.field, expression.test);
    case 'keyword': {
      const test = textTest(expression.test);
      return (event) => {
        for (const value of allValues(event)) if (test(value)) return true;
        return false;
      };
    }
  }
}

function fieldPredicate(field: string, test: ValueTest): Predicate {
  const read = fieldReader(field);
  if (test.kind === 'null') return (event) => read(event) === undefined;
  if (test.kind === 'exists') return (event) => (read(event) !== undefined) === test.wanted;
  const matches = scalarTest(test);
  return (event) => {
    const value: AttributeValue | undefined = read(event);
    if (value === undefined) return false;
    return Array.isArray(value) ? list(value).some(matches) : matches(value as Scalar);
  };
}

function scalarTest(test: Exclude<ValueTest, { kind: 'null' | 'exists' }>): (value: Scalar) => boolean {
  switch (test.kind) {
    case 'text':
      return textTest(test);
    case 'scalar': {
      const text = String(test.value);
      return (value) => value === test.value || (typeof value === 'string' && value.toLowerCase() === text);
    }
    case 'compare':
      return (value) => {
        const number = toNumber(value);
        return number !== null && compares(test.operator, number, test.value);
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
  }
}

function textTest({ pattern, cased }: TextTest): (value: Scalar) => boolean {
  const matches = patternTest(pattern);
  return cased ? (value) => matches(String(value)) : (value) => matches(String(value).toLowerCase());
}

/** Numbers, and texts that are written as a number; anything else is no number rather than 0. */
export function toNumber(value: Scalar): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim())) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
