import { expect, test } from 'vitest';
import { type CanonicalEvent, canonicalEventSchema } from '#shared/schema/event.ts';
import { assertCanonical, isCanonical, isOurs } from '#shared/schema/is-canonical.ts';
import { buildEvent } from '../../support/builders/event.ts';

const broken: readonly (readonly [string, Record<string, unknown>])[] = [
  ['no id', { event_id: 'x' }],
  ['no time', { timestamp: 'yesterday' }],
  ['a system that is a number', { source: { system: 1, integration: 'x' } }],
  ['an unknown category', { category: 'toString' }],
  ['a severity of eleven', { severity: 11 }],
  ['a severity of a half', { severity: 0.5 }],
  ['a severity that is no number', { severity: Number.NaN }],
  ['an unknown kind of actor', { actor: { type: 'robot', id: 'x' } }],
  ['an actor without a name', { actor: { type: 'user', id: undefined } }],
  ['an unknown kind of target', { target: { type: 'user', id: 'x' } }],
  ['a nested attribute', { attributes: { a: { b: 1 } } }],
  ['an attribute that is null', { attributes: { a: null } }],
  ['an attribute that is infinite', { attributes: { a: Number.POSITIVE_INFINITY } }],
  ['a list in a list', { attributes: { a: [['x']] } }],
];

test('a canonical event is one for the fast check and for the schema', () => {
  const event = buildEvent('acme', { attributes: { a: 'x', b: 1, c: true, d: ['x', 1, false], e: [] } });
  expect(isCanonical(event)).toBe(true);
  expect(canonicalEventSchema.safeParse(event).success).toBe(true);
  expect(() => assertCanonical(event)).not.toThrow();
});

test.each(broken)('an event with %s is refused by both, with the reason', (_, part) => {
  const event = { ...buildEvent('acme'), ...part } as CanonicalEvent;
  expect(isCanonical(event)).toBe(false);
  expect(canonicalEventSchema.safeParse(event).success).toBe(false);
  expect(() => assertCanonical(event)).toThrow(Object.keys(part)[0]);
});

test('an event that was written and read again is in our own form', () => {
  const event = buildEvent('acme', { attributes: { a: 'x', b: 1, c: true, d: ['x', 1, false], e: [] } });
  expect(isOurs(JSON.parse(JSON.stringify(event)))).toBe(true);
});

test.each<readonly [string, unknown]>([
  ...broken.map(([what, part]) => [what, { ...buildEvent('acme'), ...part }] as const),
  ['a field that is not ours', { ...buildEvent('acme'), extra: 1 }],
  ['a missing field', { ...buildEvent('acme'), actor: undefined }],
  [
    'a part of its actor that is not ours',
    { ...buildEvent('acme'), actor: { type: 'user', id: 'x', name: 'y' } },
  ],
  ['a list for its attributes', { ...buildEvent('acme'), attributes: [] }],
  ['a tenant that is a number', { ...buildEvent('acme'), tenant_id: 1 }],
  [
    'a name that reaches into the prototype',
    { ...buildEvent('acme'), attributes: JSON.parse('{"__proto__":"x"}') },
  ],
  ['nothing', null],
])('an event with %s is not in our own form', (_, value) => {
  expect(isOurs(value)).toBe(false);
});
