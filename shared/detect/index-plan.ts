import { type Atom, type Logic, makeAtomTable } from '#shared/detect/atoms.ts';
import { type Decisions, toDecisions } from '#shared/detect/decision.ts';
import type { Expression } from '#shared/detect/expression.ts';
import { buildFields, type FieldSlot } from '#shared/detect/field-table.ts';
import type { LatePlan } from '#shared/detect/late-tests.ts';
import { type Lists, toLists } from '#shared/detect/lists.ts';
import type { Logsource } from '#shared/detect/rule.ts';
import { atomsOf, chooseWitnesses } from '#shared/detect/witness.ts';

/** All that an index over rules works with, worked out once; nearly all of it in flat lists, to be saved as they are. */
export type IndexPlan = {
  logsources: readonly Logsource[];
  slots: readonly FieldSlot[];
  late: LatePlan;
  /** By atom: the rules that it calls. */
  called: Lists;
  /** Rules that no atom calls. */
  uncalled: readonly number[];
  /** By rule: the slots that it asks for. */
  asked: Lists;
  decisions: Decisions;
  /** By rule: its first step. */
  starts: Int32Array;
};

export function planIndex(rules: readonly { expression: Expression; logsource: Logsource }[]): IndexPlan {
  const table = makeAtomTable();
  const logics: Logic[] = rules.map(({ expression }) => table.add(expression));
  const { atoms } = table;
  const slots = buildFields(atoms);
  const slotOf = new Map<string, number>(slots.map(({ name }, slot) => [name, slot]));
  const called: number[][] = atoms.map(() => []);
  const uncalled: number[] = [];
  for (const [rule, witness] of chooseWitnesses(atoms, logics).entries()) {
    if (witness === null) uncalled.push(rule);
    else for (const atom of witness) called[atom]?.push(rule);
  }
  const slotOfAtom = atoms.map(({ field }) => slotOf.get(field) ?? 0);
  const slotsOf = (logic: Logic) => {
    const asked = new Set<number>();
    for (const atom of atomsOf(logic)) asked.add(slotOfAtom[atom] ?? 0);
    return [...asked];
  };
  return {
    logsources: rules.map(({ logsource }) => logsource),
    slots,
    late: planLate(atoms, slotOfAtom),
    called: toLists(called),
    uncalled,
    asked: toLists(logics.map(slotsOf)),
    ...toDecisions(logics, (atom) => atoms[atom]?.kind === 'late'),
  };
}

function planLate(atoms: readonly Atom[], slotOfAtom: readonly number[]): LatePlan {
  const hintsOf = (atom: Atom) => (atom.kind === 'late' ? atom.hints : null);
  // The other atoms, and what they were made from, are not kept.
  const questions = new Map(
    atoms.flatMap((atom, i) => (atom.kind === 'late' ? [[i, atom.test] as const] : [])),
  );
  return {
    slot: Int32Array.from(atoms, ({ kind }, i) => (kind === 'late' ? (slotOfAtom[i] ?? 0) : -1)),
    hints: toLists(atoms.map((atom) => hintsOf(atom) ?? [])),
    isHinted: Uint8Array.from(atoms, (atom) => (hintsOf(atom) === null ? 0 : 1)),
    question(atom) {
      const question = questions.get(atom);
      if (question === undefined) throw new RangeError(`Atom ${atom} is not late.`);
      return question;
    },
  };
}
