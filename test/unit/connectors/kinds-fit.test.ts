import { expect, test } from 'vitest';
import { sampleEvents } from '../../support/sample-events.ts';
import { ecsFields } from '../../support/write-ecs-fields.ts';

const allowed = (field: string): readonly { name: string; expected_event_types?: readonly string[] }[] =>
  ecsFields[field]?.allowed_values ?? [];
const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

test('every sample says its category, type, outcome and kind in words that ECS allows and that fit each other', () => {
  // What a sender wrote in ECS's own names stays as he wrote it; the translator leaves out what ECS does not know.
  const samples = sampleEvents().filter(({ name }) => !name.startsWith('ecs-json: '));
  expect(samples.length).toBeGreaterThan(300);
  const problems = samples.flatMap(({ name, event: { attributes } }) => {
    const categories = listOf(attributes['event.category']);
    const expected = allowed('event.category')
      .filter((one) => categories.includes(one.name))
      .flatMap((one) => one.expected_event_types ?? []);
    return [
      ...['event.category', 'event.type', 'event.outcome', 'event.kind'].flatMap((field) =>
        listOf(attributes[field])
          .filter((value) => !allowed(field).some((one) => one.name === value))
          .map((value) => `${name}: ${field} can't be ${value}`),
      ),
      ...listOf(attributes['event.type'])
        .filter((type) => !expected.includes(String(type)))
        .map((type) => `${name}: event.type ${type} does not fit ${categories.join(', ') || 'no category'}`),
    ];
  });
  expect(problems).toEqual([]);
});
