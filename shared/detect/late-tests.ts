import type { Atom } from '#shared/detect/atoms.ts';
import type { Lists } from '#shared/detect/lists.ts';
import { compareFields, type Scalar, type ScalarTest, toValueTest } from '#shared/detect/value-test.ts';

/** What a late atom asks. */
export type LateQuestion = Extract<Atom, { kind: 'late' }>['test'];

/** Late atoms, by the numbers of all. */
export type LatePlan = {
  /** The slot of the atom's field; -1 for atoms that are not late. */
  slot: Int32Array;
  /** Atoms of which one must hold; 1 in `isHinted` where they are known. */
  hints: Lists;
  isHinted: Uint8Array;
  question(atom: number): LateQuestion;
};

/** Answers a late atom over its field's values; `valuesOf` gives those of a field that is compared with. */
export type LateTest = (
  atom: number,
  values: readonly Scalar[],
  valuesOf: (field: string) => readonly Scalar[],
) => boolean;

type Made = LateTest extends (atom: number, ...rest: infer Rest) => boolean
  ? (...rest: Rest) => boolean
  : never;

/** Tests are made when they are first asked, so that a ruleset is ready before all its expressions are compiled. */
export function makeLateTests({ question }: Pick<LatePlan, 'question'>): LateTest {
  const made = new Map<number, Made>();
  return (atom, values, valuesOf) => {
    let test = made.get(atom);
    if (test === undefined) {
      test = testOf(question(atom));
      made.set(atom, test);
    }
    return test(values, valuesOf);
  };
}

function testOf(question: LateQuestion): Made {
  if (question.kind === 'field') {
    return (values, valuesOf) => {
      const compared = valuesOf(question.field);
      return values.some((value) => compared.some((other) => compareFields(question, value, other)));
    };
  }
  const test = toValueTest(question satisfies ScalarTest);
  return (values) => values.some(test);
}
