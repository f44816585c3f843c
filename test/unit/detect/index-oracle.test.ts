import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { explainMatch } from '#shared/detect/explain.ts';
import { planIndex } from '#shared/detect/index-plan.ts';
import { makePacker, unpack } from '#shared/detect/packed.ts';
import type { DetectionRule, Logsource } from '#shared/detect/rule.ts';
import { buildRuleIndex, makeRuleIndex } from '#shared/detect/rule-index.ts';
import { loadPlan, type SavedPlan, savePlan } from '#shared/detect/saved-plan.ts';
import { slowMatch } from '../../support/slow-sigma.ts';

type Random = (below: number) => number;

/** Numbers that follow from the seed alone (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const pick = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;
const letters = ['a', 'b', 'A', 'aa', '-', '/', ' ', '\u2013', 'ß', 'É', '😀', '\\', '.', '1', '(', 'ς'];
const fieldNames = ['f', 'g', 'h', 'constructor', '__proto__', 'a.b'];

function text(random: Random, longest: number): string {
  return Array.from({ length: random(longest + 1) }, () => pick(random, letters)).join('');
}

const ends = [
  '',
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|contains|windash',
  '|cased',
  '|contains|cased',
  '|neq',
];

function line(random: Random): [string, unknown] {
  const field = pick(random, fieldNames);
  switch (random(12)) {
    case 0:
      return [field, null];
    case 1:
      return [`${field}|exists`, random(2) === 1];
    case 2:
      return [
        `${field}|re${pick(random, ['', '|i'])}`,
        pick(random, ['a+b', '^a', '(a|b)-', '[ab]{2}', 'é?a', 'b$', 'a.b']),
      ];
    case 3:
      return [
        `${field}|fieldref${pick(random, ['', '|startswith', '|endswith', '|contains'])}`,
        pick(random, fieldNames),
      ];
    case 4:
      return [`${field}|${pick(random, ['gte', 'lt'])}`, random(20)];
    case 5:
      return [field, pick(random, [1, 11, true])];
    default: {
      const values = Array.from({ length: 1 + random(3) }, () => {
        const value = text(random, 4).replaceAll('\\', '\\\\');
        return random(4) === 0
          ? `${value}${pick(random, ['*', '?'])}${text(random, 2).replaceAll('\\', '\\\\')}`
          : value;
      });
      const all = values.length > 1 && random(4) === 0 ? '|all' : '';
      return [`${field}${pick(random, ends)}${all}`, values];
    }
  }
}

const conditions = [
  'a',
  'not a',
  'a and b',
  'a or b',
  'a and not b',
  'not (a or b)',
  '1 of *',
  'all of *',
  '2 of *',
  'a or (b and not c)',
  'not 2 of *',
  'k or a',
  'k and not b',
  '(a or b) and (b or c)',
];
const sources: Logsource[] = [
  { product: 'x' },
  { category: 'y' },
  { product: 'x', category: 'y' },
  { service: 'z' },
];

function rule(random: Random): string {
  const selection = () => Object.fromEntries(Array.from({ length: 1 + random(2) }, () => line(random)));
  const detection = {
    a: selection(),
    b: random(3) === 0 ? [selection(), selection()] : selection(),
    c: selection(),
    k: Array.from({ length: 1 + random(2) }, () => text(random, 3).replaceAll('\\', '\\\\') || 'a'),
    condition: pick(random, conditions),
  };
  return JSON.stringify({ title: 'Rule', logsource: pick(random, sources), detection });
}

function event(random: Random): Record<string, unknown> {
  const value = () =>
    pick(random, [
      text(random, 6),
      text(random, 12),
      random(20),
      true,
      null,
      [text(random, 3), text(random, 3)],
    ]);
  return Object.fromEntries(fieldNames.filter(() => random(3) > 0).map((name) => [name, value()]));
}

/** The index as a function finds it beside its code. */
function savedIndex(rules: readonly DetectionRule[]) {
  const packer = makePacker();
  const unpacked = unpack(packer.finish(savePlan(planIndex(rules), packer)));
  const logsources = rules.map(({ logsource }) => logsource);
  return makeRuleIndex(loadPlan(unpacked.json as SavedPlan, logsources, unpacked));
}

const fresh = Math.floor(Math.random() * 2 ** 31);

describe('the index says the same as an evaluator that asks everything of everything', () => {
  test.each([1, 2, 3, 4, 5, fresh, fresh + 1])('with the rules and events of seed %i', (seed) => {
    const random = randomFrom(seed);
    const files = Array.from({ length: 60 }, (_, i) => ({ path: `${i}.yml`, text: rule(random) }));
    const { ruleset, refused } = compileRuleset(files, { target: 'file' });
    expect(refused, `seed ${seed}`).toEqual([]);
    const index = buildRuleIndex(ruleset.detections);
    const saved = savedIndex(ruleset.detections);
    expect(saved.fields).toEqual(index.fields);
    let matches = 0;
    for (let i = 0; i < 60; i++) {
      const fields = event(random);
      const logsource =
        random(4) === 0
          ? null
          : {
              product: pick(random, [['x'], ['w', 'x'], []]),
              category: pick(random, [['y'], []]),
              service: ['z'],
            };
      const expected = ruleset.detections.flatMap(
        ({ expression, logsource: { product, category } }, number) => {
          const applies =
            logsource === null ||
            ((product === undefined || logsource.product.includes(product)) &&
              (category === undefined || logsource.category.includes(category)));
          return applies && slowMatch(expression, fields) ? [number] : [];
        },
      );
      matches += expected.length;
      // The explanation finds its way on its own: it must be there for what matches, and for nothing else.
      const explained = ruleset.detections.flatMap((rule, number) =>
        explainMatch(rule, fields) === null ? [] : [number],
      );
      expect(explained, `seed ${seed}, event ${i}: ${JSON.stringify(fields)}`).toEqual(
        ruleset.detections.flatMap(({ expression }, number) =>
          slowMatch(expression, fields) ? [number] : [],
        ),
      );
      expect(index.match([fields], logsource), `seed ${seed}, event ${i}: ${JSON.stringify(fields)}`).toEqual(
        expected,
      );
      expect(saved.match([fields], logsource), `seed ${seed}, event ${i}, saved`).toEqual(expected);
    }
    expect(matches, `seed ${seed}`).toBeGreaterThan(100);
  });
});
