import type { Atom, Logic } from '#shared/detect/atoms.ts';

/** Atoms of which at least one holds for every event that the rule matches. */
type Witness = { atoms: number[]; score: number };

/**
 * Chooses, by rule, the atoms that call it: an event in which none of them holds need not be looked at. Null where
 * there are none (such as `not a`). Rare atoms are preferred: long texts, and those that few rules share.
 */
export function chooseWitnesses(atoms: readonly Atom[], rules: readonly Logic[]): (number[] | null)[] {
  const uses = new Uint32Array(atoms.length);
  for (const rule of rules) for (const atom of atomsOf(rule)) uses[atom] = (uses[atom] ?? 0) + 1;
  const scores = atoms.map((atom, i) => lengthOf(atom) - 3 * Math.log2(uses[i] || 1));
  return rules.map((rule) => witnessOf(rule, false, atoms, scores)?.atoms ?? null);
}

function lengthOf(atom: Atom): number {
  switch (atom.kind) {
    case 'exact':
      return atom.text.length + 6;
    case 'literal':
      return atom.text.length + (atom.start ? 1 : 0) + (atom.end ? 2 : 0);
    default:
      return 0;
  }
}

function witnessOf(
  logic: Logic,
  negated: boolean,
  atoms: readonly Atom[],
  scores: readonly number[],
): Witness | null {
  switch (logic.op) {
    case 'atom':
      return negated ? null : witnessOfAtom(logic.atom, atoms, scores);
    case 'not':
      return witnessOf(logic.of, !negated, atoms, scores);
    case 'some': {
      if (negated) return null;
      const parts = logic.of.map((part) => witnessOf(part, false, atoms, scores));
      return any(best(parts).slice(0, parts.length - logic.least + 1), parts.length - logic.least + 1);
    }
    default: {
      // A list of values asked alike is the common case, and large.
      if (logic.op === 'or' && !negated && logic.of.every((part) => part.op === 'atom')) {
        return anyAtom(logic.of, atoms, scores);
      }
      const parts = logic.of.map((part) => witnessOf(part, negated, atoms, scores));
      return (logic.op === 'and') === negated ? any(parts, parts.length) : (best(parts)[0] ?? null);
    }
  }
}

function witnessOfAtom(at: number, atoms: readonly Atom[], scores: readonly number[]): Witness | null {
  const atom = atoms[at];
  if (atom?.kind !== 'late') return { atoms: [at], score: scores[at] ?? 0 };
  // Asked wherever its field is filled, or where a character beyond ASCII occurs.
  if (atom.hints === null) return { atoms: [at], score: atom.test.kind === 'text' ? 0 : -1 };
  return any(
    atom.hints.map((hint) => ({ atoms: [hint], score: scores[hint] ?? 0 })),
    atom.hints.length,
  );
}

/** Highest score first. */
function best(parts: readonly (Witness | null)[]): Witness[] {
  return parts.filter((part) => part !== null).sort((one, other) => other.score - one.score);
}

function anyAtom(
  parts: readonly Extract<Logic, { op: 'atom' }>[],
  atoms: readonly Atom[],
  scores: readonly number[],
): Witness | null {
  if (parts.some(({ atom }) => atoms[atom]?.kind === 'late')) {
    return any(
      parts.map(({ atom }) => witnessOfAtom(atom, atoms, scores)),
      parts.length,
    );
  }
  const all = [...new Set(parts.map(({ atom }) => atom))];
  const lowest = all.reduce((least, atom) => Math.min(least, scores[atom] ?? 0), Number.POSITIVE_INFINITY);
  return { atoms: all, score: lowest - Math.log2(all.length) };
}

function any(parts: readonly (Witness | null)[], wanted: number): Witness | null {
  const known = parts.filter((part) => part !== null);
  if (known.length < wanted) return null;
  const atoms = [...new Set(known.flatMap((part) => part.atoms))];
  return { atoms, score: Math.min(...known.map(({ score }) => score)) - Math.log2(atoms.length) };
}

/** Each atom that the logic asks, once. */
export function atomsOf(logic: Logic): Set<number> {
  const found = new Set<number>();
  const look = (part: Logic): void => {
    if (part.op === 'atom') found.add(part.atom);
    else if (part.op === 'not') look(part.of);
    else for (const of of part.of) look(of);
  };
  look(logic);
  return found;
}
