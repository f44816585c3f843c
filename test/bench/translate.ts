/**
 * How fast canonical events become ECS, OCSF and UDM on one core: `npm run bench:translate`. All connectors' samples,
 * each repeated; beside it `JSON.stringify` of the canonical events, which every way out pays anyway.
 */

import type { CanonicalEvent } from '#shared/schema/event.ts';
import { toEcs } from '#shared/translate/ecs/to-ecs.ts';
import { toOcsf } from '#shared/translate/ocsf/to-ocsf.ts';
import { toUdm } from '#shared/translate/udm/to-udm.ts';
import { sampleEvents } from '../support/sample-events.ts';

const ROUNDS = 15;
/** Passes over the samples in one round, so that a round takes long enough to be timed. */
const PASSES = 10;

const events = sampleEvents().map(({ event }) => event);

/** Milliseconds of processor time of one round. */
function timeOf(work: (event: CanonicalEvent) => unknown): number {
  const begin = process.cpuUsage();
  let made = 0;
  for (let pass = 0; pass < PASSES; pass++)
    for (const event of events) made += work(event) === undefined ? 0 : 1;
  const { user, system } = process.cpuUsage(begin);
  if (made !== events.length * PASSES) throw new Error('an event was lost');
  return (user + system) / 1_000;
}

for (const [name, work] of [
  ['ecs', toEcs],
  ['ocsf', toOcsf],
  ['udm', toUdm],
  ['JSON.stringify', JSON.stringify],
] as const) {
  const times = Array.from({ length: ROUNDS }, () => timeOf(work)).sort((a, b) => a - b);
  const rate = (ms: number) => Math.round((events.length * PASSES * 1_000) / ms).toLocaleString('en');
  console.log(
    `${name}: ${rate(times[0] ?? 0)} events/s at best, ${rate(times[ROUNDS >> 1] ?? 0)} in the middle run`,
  );
}
