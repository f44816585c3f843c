import { expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { makeLineDetector } from '#shared/detect/detect-lines.ts';
import type { RulesetData } from '#shared/detect/rule.ts';

/** How much larger the second event is, and what its time may be of the first's: with the square it would be 16. */
const TIMES = 4;
const AT_MOST = 10;
const ATTEMPTS = 5;

/** CPU time that clocks tell apart well, in microseconds. */
const ENOUGH = 15_000;

/** Of so many detectors over one hostile line each, everything new: nothing is remembered from the line before. */
function cpuOf(ruleset: RulesetData, line: string, runs: number): number {
  const detectors = Array.from({ length: runs }, () =>
    makeLineDetector({ flat: ruleset, canonical: () => ruleset, raw: true, correlate: false }),
  );
  const { user, system } = process.threadCpuUsage();
  for (const detector of detectors) detector.line(line);
  const after = process.threadCpuUsage();
  return after.user + after.system - user - system;
}

/** What the larger event costs over the smaller one, the least of many tries: what else runs here can only add. */
function growth(detection: string, event: (size: number) => string, size: number): number {
  const text = `title: Rule\nid: 8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01\nlogsource: { product: any }\ndetection:\n  s: ${detection}\n  condition: s\n`;
  const { ruleset, refused } = compileRuleset([{ path: 'r.yml', text }], { target: 'file' });
  expect(refused).toEqual([]);
  const [small, large] = [event(size), event(size * TIMES)];
  let runs = 1;
  while (cpuOf(ruleset, small, runs) < ENOUGH) runs *= 2;
  let [one, other] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < ATTEMPTS && (i === 0 || other / one > AT_MOST); i++) {
    one = Math.min(one, cpuOf(ruleset, small, runs));
    other = Math.min(other, cpuOf(ruleset, large, runs));
  }
  return other / one;
}

const ofText =
  (text: string, end = '') =>
  (size: number) =>
    JSON.stringify({ ev: { f: text.repeat(Math.ceil(size / text.length)) + end } });
const nested = (open: string, close: string) => (size: number) =>
  `{"ev":{"f":${open.repeat(size)}"x"${close.repeat(size)}}}`;
const fields = (name: (i: number) => string) => (size: number) =>
  JSON.stringify({ ev: Object.fromEntries(Array.from({ length: size }, (_, i) => [name(i), `value ${i}`])) });

test.each<[string, string, (size: number) => string, number]>([
  ['nested repetitions', "{ f|re: '(x+x+)+y' }", ofText('x'), 100_000],
  ['alternatives that overlap', "{ f|re: '^(a|a|aa)*b$' }", ofText('a'), 100_000],
  ['more states than are remembered', "{ f|re: '(a|b)*a(a|b){14}c' }", ofText('abbabaaabbbab', 'b'), 20_000],
  ['words that end nowhere', "{ f|re: '^(\\w+\\s?)*$' }", ofText('word ', '!'), 100_000],
  ['dots in a row', "{ f|re: '.*.*.*=.*' }", ofText('x'), 100_000],
  ['counted repetitions', "{ f|re: '(x{1,20}){1,20}y' }", ofText('x'), 50_000],
  ['wildcards in a row', "{ f|contains: 'x*x*x*x*y' }", ofText('x'), 100_000],
  ['wildcards over what nearly matches', "{ f|contains: 'ab?d*abc?e' }", ofText('abcd'), 100_000],
  ['a text that begins everywhere', "{ f|contains: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxy' }", ofText('x'), 250_000],
  ['letters beyond ASCII', "{ f|contains: 'éé?ü' }", ofText('é'), 100_000],
  ['halves of surrogate pairs', "{ f|re: '(.|\\ud83d)+y' }", ofText('\ud83d'), 50_000],
  ['a keyword in many values', '[needle]', fields((i) => `field${i}`), 5_000],
  ['fields of many names', '{ f|contains: needle, a.b: x }', fields((i) => `field${i}`), 5_000],
  ['fields below a name', '{ f|contains: needle, a.b: x }', fields((i) => `a.${i}`), 5_000],
  ['names that objects have', '{ __proto__: x, constructor.name: y }', fields((i) => `__proto__${i}`), 5_000],
  ['lists in lists', '{ f|contains: needle }', nested('[', ']'), 2_000],
  ['objects in objects', '{ f.f.f|contains: needle }', nested('{"f":', '}'), 2_000],
  ['a keyword deep below', '[needle]', nested('{"f":', '}'), 2_000],
])('%s cost in proportion to the event', (_what, detection, event, size) => {
  expect(growth(detection, event, size)).toBeLessThan(AT_MOST);
});
