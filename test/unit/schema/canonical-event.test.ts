import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canonicalEventSchema } from '#shared/schema/event.ts';
import { eventJsonSchema } from '../../support/write-event-schema.ts';

const published = JSON.parse(
  readFileSync(new URL('../../../docs/schema/canonical_event.json', import.meta.url), 'utf8'),
);

test('the published JSON Schema is current (node test/support/write-event-schema.ts writes it)', () => {
  expect(published).toEqual(JSON.parse(JSON.stringify(eventJsonSchema())));
});

test('it names every part of the event, demands all of them and allows no other', () => {
  const parts = Object.keys(canonicalEventSchema.shape);
  expect(Object.keys(published.properties)).toEqual(parts);
  expect(published.required).toEqual(parts);
  expect(published.additionalProperties).toBe(false);
  expect(published.properties.category.enum).toEqual([
    'auth',
    'endpoint',
    'network',
    'cloud',
    'k8s',
    'storage',
    'ops',
  ]);
});
