import { beforeAll, describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { toEcs } from '#shared/translate/ecs/to-ecs.ts';
import { toOcsf } from '#shared/translate/ocsf/to-ocsf.ts';
import { toUdm } from '#shared/translate/udm/to-udm.ts';
import { checkEcs } from '../../support/check-ecs.ts';
import { ocsfChecker } from '../../support/check-ocsf.ts';
import { checkUdm } from '../../support/check-udm.ts';
import { randomEvent } from '../../support/random-events.ts';
import { sampleEvents } from '../../support/sample-events.ts';
import { seededRandom } from '../pipeline/random-json.ts';

/** Random events of one run. */
const GENERATED = 3_000;

let checkOcsf: (event: Record<string, unknown>) => string[];
/** The schemas are compiled by a Python package that a fresh clone first has to install. */
beforeAll(() => {
  checkOcsf = ocsfChecker();
}, 300_000);

/** JSON is what leaves, so JSON is what is checked: an undefined value would not be there any more. */
const sent = (translated: object): Record<string, unknown> => JSON.parse(JSON.stringify(translated));

function problemsOf(event: CanonicalEvent): string[] {
  return [
    ...checkEcs(sent(toEcs(event))).map((problem) => `ECS: ${problem}`),
    ...checkOcsf(sent(toOcsf(event))).map((problem) => `OCSF: ${problem}`),
    ...checkUdm(sent(toUdm(event))).map((problem) => `UDM: ${problem}`),
  ];
}

/** Some seconds of work, and a multiple of it on a machine that others use too. */
const PATIENCE = 180_000;

describe('every translated event is valid under the three official schemas and the rules beside them', () => {
  test(
    'for all samples of all connectors',
    () => {
      const samples = sampleEvents();
      expect(samples.length).toBeGreaterThan(300);
      expect(
        samples.flatMap(({ name, event }) => problemsOf(event).map((problem) => `${name}: ${problem}`)),
      ).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'for thousands of random events',
    () => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      process.stdout.write(`  translated random events of seed ${seed}\n`);
      const random = seededRandom(seed);
      const problems: string[] = [];
      const classes = new Set<unknown>();
      const types = new Set<unknown>();
      for (let number = 0; number < GENERATED && problems.length < 5; number++) {
        const event = randomEvent(random, number);
        for (const problem of problemsOf(event)) problems.push(`seed ${seed}, event ${number}: ${problem}`);
        classes.add(toOcsf(event).class_uid);
        types.add((toUdm(event).metadata as Record<string, unknown>).event_type);
      }
      expect(problems).toEqual([]);
      // A generator that met only the general event would show nothing.
      expect(classes.size).toBeGreaterThanOrEqual(15);
      expect(types.size).toBeGreaterThanOrEqual(25);
    },
    PATIENCE,
  );
});
