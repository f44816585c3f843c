import { expect, test } from 'vitest';
import { isProbe } from '#shared/schema/probe.ts';

test.each([
  [{ 'related.user': ['alice', 'gatehouse-validation-1a'] }, true],
  [{ 'related.hosts': ['gatehouse-validation-1a.invalid'] }, true],
  [{ 'related.user': 'gatehouse-validation-1a' }, true],
  [{ 'user.name': 'gatehouse-validation-1a' }, false],
  [{ 'related.user': ['not-gatehouse-validation-1a'] }, false],
  [{}, false],
])('of %j a marked event is told: %s', (attributes, marked) => {
  expect(isProbe({ attributes: { ...attributes } })).toBe(marked);
});
