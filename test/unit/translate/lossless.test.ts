import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '#shared/schema/event.ts';
import { translate } from '#shared/translate/translate.ts';
import { randomEvent } from '../../support/random-events.ts';
import { seededRandom } from '../pipeline/random-json.ts';

const GENERATED = 500;

/** Values that a schema has words, numbers or forms of its own for: they stand translated, not as they were. */
const translated =
  /(^registry\.path|direction|transport|protocol|application|type|category|outcome|provider|class|response_code|duration|start|end|created|ingested|mac|family|os\.platform|method|type_id)$/;

const partsOf = (value: AttributeValue): string[] =>
  (Array.isArray(value) ? value : [value]).map((item) => JSON.stringify(item).replace(/^"|"$/g, ''));

describe.each(['ecs', 'ocsf', 'udm'] as const)('%s', (schema) => {
  test('holds every value of every event, in its own place or under its own name', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seededRandom(seed);
    const lost: string[] = [];
    for (let number = 0; number < GENERATED; number++) {
      const event = randomEvent(random, number);
      const text = JSON.stringify(translate(event, schema)).toLowerCase();
      for (const [key, value] of Object.entries(event.attributes)) {
        if (translated.test(key)) continue;
        for (const part of partsOf(value))
          if (!text.includes(part.toLowerCase())) lost.push(`seed ${seed}, event ${number}: ${key} ${part}`);
      }
      for (const part of [
        event.event_id,
        event.tenant_id,
        event.actor.id,
        event.target.id,
        event.source.system,
      ])
        if (!text.includes(part)) lost.push(`seed ${seed}, event ${number}: ${part}`);
    }
    expect(lost).toEqual([]);
  });
});
