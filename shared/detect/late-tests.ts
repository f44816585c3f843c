import type { Atom } from '#shared/detect/atoms.ts';
import { compareFields, type Scalar, type ScalarTest, toValueTest } from '#shared/detect/value-test.ts';

/** Answers a late atom over its field's values; `valuesOf` gives those of a field that is compared with. */
export type LateTest = (
  atom: number,
  values: readonly Scalar[],
  valuesOf: (field: string) => readonly Scalar[],
) => boolean;

/** Tests are made when they are first asked, so that a ruleset is ready before all its expressions are compiled. */
export function makeLateTests(atoms: readonly Atom[]): LateTest {
  const made = new Map<number, (value: Scalar) => boolean>();
  return (atom, values, valuesOf) => {
    const found = atoms[atom];
    if (found?.kind !== 'late') return false;
    const { test } = found;
    if (test.kind === 'field') {
      const compared = valuesOf(test.field);
      return values.some((value) => compared.some((other) => compareFields(test, value, other)));
    }
    return values.some(testOf(atom, test, made));
  };
}

function testOf(atom: number, test: ScalarTest, made: Map<number, (value: Scalar) => boolean>) {
  let found = made.get(atom);
  if (found === undefined) {
    found = toValueTest(test);
    made.set(atom, found);
  }
  return found;
}
