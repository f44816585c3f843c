import { MAPPING_KEYS } from '#shared/connectors/generic/mapping-keys.ts';
import { bareName } from '#shared/connectors/named-fields.ts';
import { formerFieldOf, TELLING } from '#shared/datasources/adaptations/former-field.ts';
import {
  keysNamed,
  keyWords,
  lastOf,
  wordLikeness,
  wordsOf,
} from '#shared/datasources/adaptations/name-words.ts';
import { isBlack } from '#shared/datasources/adaptations/sample-of.ts';
import {
  canHold,
  commonShape,
  hashKind,
  isOdd,
  type Shape,
} from '#shared/datasources/adaptations/value-fit.ts';
import type { Sighting } from '#shared/schema/adaptation.ts';

/** What is known about a field and the source that sent it. */
export type FieldFacts = {
  sighting: Sighting;
  /** Names of attributes that the source's events had in the last weeks. */
  sent: ReadonlySet<string>;
  /** Those that came on a day after the field first did. */
  stillSent: ReadonlySet<string>;
};

export type FieldProposal = {
  renamed_from: string | null;
  proposed_key: string | null;
  /** 0 to 1; 0 where nothing is proposed. */
  confidence: number;
  reason: string;
};

/** `event.id` names the event: one that got another would be another event. */
export const ADAPTABLE_KEYS: readonly string[] = [
  'timestamp',
  ...MAPPING_KEYS.filter((key) => key !== 'event.id'),
];

/** Below this a proposal would be a guess. */
const LEAST = 0.45;
const MOST = 0.95;
/** More names beside a field than are kept: what is not among them may have come all the same. */
const BESIDE_CUT = 200;

type Candidate = { key: string; score: number; why: string };

const shapeWords: Readonly<Record<Shape, string>> = {
  ip: 'IP addresses',
  mac: 'MAC addresses',
  url: 'URLs',
  email: 'e-mail addresses',
  hash: 'hashes',
  time: 'times',
  host: 'host names',
  number: 'numbers',
  text: 'texts',
};

/**
 * Where an unknown field belongs, by its name, by its values and by what stopped coming when it came. Never a key that
 * its values can't be in, or that its events have from elsewhere already. Nothing where nothing speaks for it.
 */
export function proposeFor({ sighting, sent, stillSent }: FieldFacts): FieldProposal {
  const samples = sighting.samples.filter((sample) => !isBlack(sample));
  if (samples.length < sighting.samples.length)
    return {
      renamed_from: null,
      proposed_key: null,
      confidence: 0,
      reason: 'Its values may be secrets, so they are hidden and nothing is proposed.',
    };
  const shape = commonShape(samples);
  const beside = new Set(sighting.beside);
  const isGone = (name: string): boolean =>
    beside.size < BESIDE_CUT && sent.has(name) && !beside.has(name) && !stillSent.has(name);
  const former = formerFieldOf(sighting, samples, shape, isGone);
  const key = former?.keys.find((one) => ADAPTABLE_KEYS.includes(one));
  if (former !== null && key !== undefined) {
    const confidence = 0.45 + 0.35 * former.likeness + (isGone(key) ? 0.15 : 0);
    return {
      renamed_from: former.field,
      proposed_key: key,
      confidence: rounded(confidence),
      reason: `${former.field}, which this source sent as ${key}, never comes with this field: it seems to have been renamed. ${valuesSaid(samples, shape)}`,
    };
  }
  const best = candidatesFor(sighting, samples, shape, isGone, former !== null)
    .filter((one) => samples.every((text) => canHold(one.key, text)) && !isOdd(one.key, shape))
    .sort((one, other) => other.score - one.score)[0];
  const renamed = former === null ? '' : ` ${former.field}, which this source sent, never comes with it.`;
  const nothing = (reason: string): FieldProposal => ({
    renamed_from: former?.field ?? null,
    proposed_key: null,
    confidence: 0,
    reason: `${reason}${renamed}`,
  });
  if (best === undefined || best.score < LEAST)
    return nothing('Neither its name nor its values tell where it belongs.');
  // The next best would be a worse guess, and the best one is taken.
  if (beside.has(best.key)) return nothing(`${best.why} Its events have ${best.key} already.`);
  return {
    renamed_from: former?.field ?? null,
    proposed_key: best.key,
    confidence: rounded(best.score),
    reason: `${best.why} ${valuesSaid(samples, shape)}${renamed}`,
  };
}

const rounded = (score: number): number => Math.round(Math.min(MOST, score) * 100) / 100;

function valuesSaid(samples: readonly string[], shape: Shape | null): string {
  if (shape === null) return 'It had no values that could be looked at.';
  return `Its values are ${shapeWords[shape]}${shape === 'text' ? '' : `, such as ${samples[0]}`}.`;
}

/** Every key that something speaks for, with what speaks for it. */
function candidatesFor(
  { connector, field }: Sighting,
  samples: readonly string[],
  shape: Shape | null,
  isGone: (name: string) => boolean,
  isRenamed: boolean,
): Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (key: string, score: number, why: string): void => {
    if (!ADAPTABLE_KEYS.includes(key)) return;
    const known = found.get(key);
    if (known === undefined || known.score < score) found.set(key, { key, score, why });
  };
  const parts = field.split('.');
  const names = [field, parts.slice(-2).join('.'), lastOf(field)];
  for (const [index, name] of [...new Set(names)].entries()) {
    for (const { key, by } of keysNamed(name)) {
      const score = (by.split(', ').includes(connector) ? 0.85 : 0.75) - index * 0.08;
      add(key, score, `The name ${name} means ${key} in logs of ${by}.`);
    }
  }
  const words = wordsOf(field);
  const lastWords = wordsOf(lastOf(field));
  for (const key of ADAPTABLE_KEYS) {
    // Vendors mean the side that begins by it, which is the source.
    if (key.startsWith('client.') || key.startsWith('server.')) continue;
    if (names.some((name) => bareName(name) === bareName(key))) add(key, 0.9, `It is called ${key}.`);
    const like = Math.max(wordLikeness(words, keyWords(key)), 0.9 * wordLikeness(lastWords, keyWords(key)));
    if (like >= 0.6) add(key, 0.3 + 0.45 * like, `Its name says much the same as ${key}.`);
  }
  const kind = samples[0] === undefined ? null : hashKind(samples[0]);
  if (shape === 'hash' && kind !== null)
    add(`file.hash.${kind}`, 0.5, `${kind} hashes mostly are those of files.`);
  if (shape === 'email') add('user.email', 0.5, 'E-mail addresses mostly name users.');
  if (shape === 'url') add('url.original', 0.5, 'URLs mostly are what was asked for.');
  if (shape === 'time' && isRenamed) add('timestamp', 0.6, 'It holds times, as the field before it did.');
  // What its events lack since, although the source's events had it.
  if (TELLING.has(shape)) {
    const lost = ADAPTABLE_KEYS.filter(
      (key) => isGone(key) && !canHold(key, 'some text') && samples.every((text) => canHold(key, text)),
    );
    if (lost.length === 1 && lost[0] !== undefined)
      add(lost[0], 0.55, `This source's events had ${lost[0]}, and those with this field have none.`);
  }
  return [...found.values()].map((one) => {
    const typed = TELLING.has(shape) && !canHold(one.key, 'some text') ? 0.08 : 0;
    return { ...one, score: one.score + typed + (isGone(one.key) ? 0.1 : 0) };
  });
}
