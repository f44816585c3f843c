import type { Logic } from '#shared/detect/atoms.ts';

export const MATCH = -1;
export const NO_MATCH = -2;

/** A rule's logic as steps: ask the atom, go where the answer leads; below zero is the end. */
export type Decisions = { atom: Int32Array; yes: Int32Array; no: Int32Array };

/** Steps of one rule; only `N of` over large selections can reach it. */
const MAX_STEPS = 200_000;

type Steps = { atom: number[]; yes: number[]; no: number[] };

/** Writes all rules' logic as one list of steps. Costly questions come last. @returns where each rule begins. */
export function toDecisions(
  rules: readonly Logic[],
  isCostly: (atom: number) => boolean,
): { decisions: Decisions; starts: Int32Array } {
  const steps: Steps = { atom: [], yes: [], no: [] };
  const starts = Int32Array.from(rules, (rule) =>
    write(rule, MATCH, NO_MATCH, steps, isCostly, steps.atom.length + MAX_STEPS),
  );
  const { atom, yes, no } = steps;
  return {
    decisions: { atom: Int32Array.from(atom), yes: Int32Array.from(yes), no: Int32Array.from(no) },
    starts,
  };
}

function write(
  logic: Logic,
  yes: number,
  no: number,
  steps: Steps,
  isCostly: (atom: number) => boolean,
  limit: number,
): number {
  const part = (of: Logic, ifYes: number, ifNo: number) => write(of, ifYes, ifNo, steps, isCostly, limit);
  switch (logic.op) {
    case 'atom':
      if (steps.atom.length > limit) throw new RangeError('A condition with "N of" makes too many steps.');
      steps.yes.push(yes);
      steps.no.push(no);
      return steps.atom.push(logic.atom) - 1;
    case 'not':
      return part(logic.of, no, yes);
    case 'and':
      return cheapLast(logic.of, isCostly).reduce((next, of) => part(of, next, no), yes);
    case 'or':
      return cheapLast(logic.of, isCostly).reduce((next, of) => part(of, yes, next), no);
    case 'some': {
      // By the number of parts that hold so far; written from the last part to the first.
      let next = Array.from({ length: logic.least + 1 }, (_, held) => (held === logic.least ? yes : no));
      for (let i = logic.of.length - 1; i >= 0; i--) {
        const after = next;
        const of = logic.of[i] as Logic;
        next = after.map((target, held) =>
          held >= logic.least || held > i ? target : part(of, after[held + 1] ?? yes, target),
        );
      }
      return next[0] ?? no;
    }
  }
}

/** Steps are written back to front, so what is to be asked first comes last. */
function cheapLast(parts: readonly Logic[], isCostly: (atom: number) => boolean): readonly Logic[] {
  if (parts.every((part) => part.op === 'atom' && !isCostly(part.atom))) return parts;
  const cost = (logic: Logic): number => {
    if (logic.op === 'atom') return isCostly(logic.atom) ? 10 : 1;
    return logic.op === 'not' ? cost(logic.of) : logic.of.reduce((sum, of) => sum + cost(of), 1);
  };
  const costs = new Map(parts.map((part) => [part, cost(part)]));
  return [...parts].sort((one, other) => (costs.get(other) ?? 0) - (costs.get(one) ?? 0));
}
