import type { Ranges } from '#shared/detect/character-set.ts';
import { type Assertion, RegexError, type RegexNode } from '#shared/detect/regex-syntax.ts';

/** One step of a nondeterministic automaton; numbers are positions in the program. */
export type Step =
  | { kind: 'set'; ranges: Ranges; next: number }
  | { kind: 'fork'; next: number; other: number }
  | { kind: 'assert'; what: Assertion; next: number }
  | { kind: 'match' };

/** Steps of one pattern; counted repetitions are written out, and this bounds what they may cost (RE2 has such a bound too). */
const MAX_STEPS = 20_000;

/** @throws RegexError when the pattern needs more than 20,000 steps. */
export function toProgram(tree: RegexNode): { steps: readonly Step[]; start: number } {
  const steps: Step[] = [{ kind: 'match' }];
  const add = (step: Step): number => {
    if (steps.length >= MAX_STEPS)
      throw new RegexError('its counted repetitions make it too large: write lower counts, "+" or "*"');
    return steps.push(step) - 1;
  };
  return { start: build(tree, 0, add), steps };
}

/** Writes the steps of a part back to front: `next` is where a match of the part leads. */
function build(node: RegexNode, next: number, add: (step: Step) => number): number {
  switch (node.kind) {
    case 'set':
      return add({ kind: 'set', ranges: node.ranges, next });
    case 'assert':
      return add({ kind: 'assert', what: node.what, next });
    case 'all':
      return node.of.reduceRight((after, part) => build(part, after, add), next);
    case 'any': {
      const [first, ...others] = node.of.map((part) => build(part, next, add));
      return others.reduce((other, start) => add({ kind: 'fork', next: start, other }), first ?? next);
    }
    case 'repeat': {
      const { of, min, max } = node;
      let at = next;
      if (max === Number.POSITIVE_INFINITY) {
        const loop: Extract<Step, { kind: 'fork' }> = { kind: 'fork', next: 0, other: next };
        at = add(loop);
        loop.next = build(of, at, add);
      } else {
        for (let i = min; i < max; i++) at = add({ kind: 'fork', next: build(of, at, add), other: next });
      }
      for (let i = 0; i < min; i++) at = build(of, at, add);
      return at;
    }
  }
}
