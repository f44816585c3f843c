import { describe, expect, test } from 'vitest';
import { connectors } from '#shared/connectors/connectors.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { type CanonicalEvent, canonicalEventSchema } from '#shared/schema/event.ts';
import { samplesOf } from '../../bench/vary-samples.ts';
import { buildRawPack } from '../../support/builders/pack.ts';
import { diceOf, mutate } from '../../support/mutate.ts';

/** `FUZZ_SEED` and `FUZZ_ROUNDS` search elsewhere and longer; a failure names the seed and the text. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122);
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 150);

const names = connectors.map(({ name }) => name);
const everything = names.flatMap((name) => samplesOf(name).map(({ raw }) => raw));

/** What became of one raw text: its events and failures. Whatever the text is, this must not throw. */
function outcomeOf(connector: string, raw: string) {
  const { packs, failures } = normalizePack(buildRawPack('acme', { connector, events: [{ o: 0, raw }] }), 4);
  return { events: packs.flatMap(({ pack }) => pack.events), failures };
}

function withoutOriginal(event: CanonicalEvent): CanonicalEvent {
  return { ...event, attributes: { ...event.attributes, 'event.original': '' } };
}

function expectKept(connector: string, raw: string): void {
  const { events, failures } = outcomeOf(connector, raw);
  for (const event of events) {
    const stored = JSON.parse(JSON.stringify(event));
    expect(canonicalEventSchema.safeParse(stored).error?.issues).toBeUndefined();
    expect(event.tenant_id).toBe('acme');
    expect(event.attributes['event.original']).toBeTypeOf('string');
    // Half a surrogate pair is written as an escape; text that spells one out has a backslash before it.
    expect(JSON.stringify(withoutOriginal(event))).not.toMatch(/(?<!\\)(?:\\\\)*\\ud[89a-f]/);
  }
  // Either events or one failure; only an envelope that holds none, such as a control message, leaves nothing.
  expect(failures.length).toBeLessThanOrEqual(events.length === 0 ? 1 : 0);
  if (events.length + failures.length === 0) expect(raw).toMatch(/\[\s*\]|CONTROL_MESSAGE|logEvents/);
  for (const failure of failures) expect(failure.raw).toBe(raw);
}

describe.each(names)('whatever is done to the events of %s', (name) => {
  test(`each text is an event or a failure with its reason, and nothing crashes (seed ${SEED})`, () => {
    const dice = diceOf(SEED);
    const samples = samplesOf(name).map(({ raw }) => raw);
    for (let round = 0; round < ROUNDS; round++) {
      const raw = mutate(samples[round % samples.length] ?? '', dice, everything);
      const connector = dice(3) === 0 ? 'auto' : dice(4) === 0 ? (names[dice(names.length)] ?? name) : name;
      try {
        expectKept(connector, raw);
      } catch (error) {
        throw new Error(
          `seed ${SEED}, round ${round}, as ${connector}: ${JSON.stringify(raw).slice(0, 3_000)}`,
          {
            cause: error,
          },
        );
      }
    }
  });

  test.each([
    [
      'random bytes',
      () => Buffer.from(Array.from({ length: 2_000 }, (_, i) => (i * 7_919) % 256)).toString('utf8'),
    ],
    ['bytes that are no UTF-8', () => Buffer.from('fffe80c0af7b22612231', 'hex').toString('utf8')],
    ['nothing but blanks', () => '   '],
    ['an object 100,000 levels deep', () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    [
      'an object 100,000 levels deep with a long number',
      () => `${'{"a":'.repeat(100_000)}9223372036854775807${'}'.repeat(100_000)}`,
    ],
    ['a list 100,000 levels deep', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    [
      'an envelope in an envelope, sixty times',
      () => Array.from({ length: 60 }).reduce<string>((text) => `{"Records":[${text}]}`, '{"a":1}'),
    ],
    [
      'a message in a message, twelve times',
      () => Array.from({ length: 12 }).reduce<string>((text) => JSON.stringify({ message: text }), 'x'),
    ],
  ])('%s are an event or a failure', (_, make) => {
    for (const connector of [name, 'auto']) expectKept(connector, make());
  });
});

test('of a pack, the texts accepted are the texts read and the texts sidelined', () => {
  const dice = diceOf(SEED + 1);
  const single = names.flatMap((name) =>
    samplesOf(name).map(({ raw }) => raw.slice(0, dice(raw.length + 1))),
  );
  const events = [...new Set(single)].map((raw) => ({ o: 0, raw }));
  const { packs, failures } = normalizePack(buildRawPack('acme', { connector: 'auto', events }), 16);
  const originals = packs.flatMap(({ pack }) =>
    pack.events.map((event) => event.attributes['event.original']),
  );
  const kept = new Set([...originals, ...failures.map(({ raw }) => raw)]);
  expect(events.filter(({ raw }) => !kept.has(raw))).toEqual([]);
  expect(failures.length).toBeGreaterThan(0);
});
