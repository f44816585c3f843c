import { uuidV5 } from '#shared/ids.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from './builders/event.ts';
import { BEGINNING } from './detector.ts';

export type Random = () => number;

/** Mulberry32: a small generator whose whole state is the seed, so that a failure can be run again. */
export function generator(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (random: Random, limit: number): number => Math.floor(random() * limit);
export const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)] as T;

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

const MINUTE = 60_000;

/** Kinds, users and hosts are few and times whole, so that equal times, exact edges and shared groups are common. */
export function randomEvents(random: Random, seed: number, size: number): CanonicalEvent[] {
  let time = BEGINNING;
  return Array.from({ length: size }, (_, i) => {
    time += random() < 0.06 ? below(random, 50) * MINUTE : below(random, 5) * 20_000;
    return buildEvent('acme', {
      event_id: uuidV5('correlations', String(seed), String(i)),
      timestamp: new Date(time).toISOString(),
      actor: { type: 'user', id: pick(random, ['u', 'v']) },
      attributes: {
        kind: pick(random, ['a', 'b', 'c']),
        host: pick(random, ['h', 'i', 'a name of a host that is longer than what a window carries along']),
        ...(random() < 0.8 ? { v: below(random, 7) - 1 } : {}),
        ...(random() < 0.5 ? { peer: pick(random, ['u', 'v']) } : {}),
      },
    });
  });
}

const base = (kind: string) =>
  `title: ${kind}\nname: ${kind}\nid: 00000000-0000-4000-8000-0000000000${kind}${kind}\nlogsource: { product: gatehouse }\ndetection: { s: { kind: ${kind} }, condition: s }\n`;

type Written = { name: string; yaml: string };

/** Three detection rules, and one to four correlations that may refer to one another. */
export function randomRules(random: Random, inOnlyGrowing: boolean): string {
  const correlations: Written[] = [];
  for (let i = 0; i < 1 + below(random, 4); i++) {
    correlations.push(randomCorrelation(random, i, correlations, inOnlyGrowing));
  }
  return [...['a', 'b', 'c'].map(base), ...correlations.map(({ yaml }) => yaml)].join('---\n');
}

const groupings = ['[actor.id]', '[host]', '[actor.id, host]', '[who]', '[]'];

function randomCorrelation(
  random: Random,
  place: number,
  earlier: readonly Written[],
  inOnlyGrowing: boolean,
): Written {
  const type = pick(random, [
    'event_count',
    'value_count',
    'temporal',
    'temporal_ordered',
    ...(inOnlyGrowing ? [] : ['value_sum', 'value_avg', 'value_median', 'value_percentile']),
  ]);
  const names = shuffled(['a', 'b', 'c'], random).slice(0, 1 + below(random, 3));
  const above = earlier.length > 0 && random() < 0.75 ? [pick(random, earlier).name] : [];
  const wanted = type.startsWith('temporal') ? 2 : 1;
  const rules = [...new Set(shuffled([...above, ...names], random))].slice(0, 3);
  while (rules.length < wanted) rules.push(['a', 'b', 'c'].find((name) => !rules.includes(name)) ?? 'a');
  const group = pick(random, groupings);
  // Of each second rule, "who" is somebody else's field.
  const alias = (name: string, i: number) => `      ${name}: ${i % 2 === 0 ? 'actor.id' : 'peer'}\n`;
  const aliases = group === '[who]' ? `  aliases:\n    who:\n${rules.map(alias).join('')}` : '';
  const name = `correlation${place}`;
  const yaml =
    `title: ${name}\nname: ${name}\nid: 00000000-0000-4000-8000-00000000000${place}\nlevel: high\ncorrelation:\n` +
    `  type: ${type}\n  rules: [${rules.join(', ')}]\n  group-by: ${group}\n${aliases}` +
    `  generate: ${random() < 0.7}\n  timespan: ${pick(random, ['40s', '2m', '5m'])}\n` +
    conditionOf(type, rules.length, random, inOnlyGrowing);
  return { name, yaml };
}

function conditionOf(type: string, rules: number, random: Random, inOnlyGrowing: boolean): string {
  const operator = inOnlyGrowing
    ? pick(random, ['gte', 'gt'])
    : pick(random, ['gte', 'gte', 'gt', 'lt', 'lte', 'eq']);
  const write = (parts: string) => `  condition: { ${parts} }\n`;
  switch (type) {
    case 'temporal_ordered':
      return '';
    case 'temporal':
      return random() < 0.5
        ? ''
        : write(`${operator === 'gt' ? 'gte' : operator}: ${1 + below(random, rules)}`);
    case 'event_count':
      return write(`${operator}: ${1 + below(random, 4)}`);
    case 'value_count':
      return write(`field: v, ${operator}: ${1 + below(random, 3)}`);
    case 'value_percentile':
      return write(
        `field: v, percentile: ${pick(random, [0, 25, 90, 100])}, ${operator}: ${below(random, 5)}`,
      );
    default:
      return write(
        `field: v, ${operator}: ${below(random, 6)}${operator !== 'lt' && random() < 0.2 ? ', lt: 9' : ''}`,
      );
  }
}

/** Cut into batches of random size; some events come once more, at any later time. */
export function deliveries(events: readonly CanonicalEvent[], random: Random): CanonicalEvent[][] {
  const batches: CanonicalEvent[][] = [];
  for (let i = 0; i < events.length; ) {
    const size = 1 + below(random, 12);
    const again = events.slice(0, i).filter(() => random() < 0.1);
    batches.push(shuffled([...events.slice(i, i + size), ...again], random));
    i += size;
  }
  return random() < 0.7 ? batches : [...batches, [...events]];
}
