import type { FieldSlot } from '#shared/detect/field-table.ts';
import type { IndexPlan } from '#shared/detect/index-plan.ts';
import type { LateQuestion } from '#shared/detect/late-tests.ts';
import type { Lists } from '#shared/detect/lists.ts';
import type { makePacker, Packed, PackedTexts, unpack } from '#shared/detect/packed.ts';
import type { Trie } from '#shared/detect/trie.ts';

type Packer = ReturnType<typeof makePacker>;
type Unpacked = ReturnType<typeof unpack>;

type SavedLists = { starts: Packed; items: Packed };
type SavedTrie = { width: number } & Record<keyof Omit<Trie, 'width'>, Packed>;
type SavedSlot = Omit<FieldSlot, 'exact' | 'trie'> & {
  exact: { texts: readonly string[]; ids: Packed };
  trie: SavedTrie | null;
};
/** A plan as JSON, with the places of its lists. */
export type SavedPlan = Omit<
  IndexPlan,
  'slots' | 'late' | 'called' | 'asked' | 'decisions' | 'starts' | 'logsources'
> & {
  slots: SavedSlot[];
  late: { slot: Packed; hints: SavedLists; isHinted: Packed; questions: PackedTexts };
  called: SavedLists;
  asked: SavedLists;
  decisions: { atom: Packed; yes: Packed; no: Packed };
  starts: Packed;
};

export function savePlan(plan: IndexPlan, packer: Packer): SavedPlan {
  const { numbers, bytes } = packer;
  const lists = ({ starts, items }: Lists) => ({ starts: numbers(starts), items: numbers(items) });
  const { slot, hints, isHinted, question } = plan.late;
  const questions = Array.from(slot, (at, atom) => (at < 0 ? '' : JSON.stringify(question(atom))));
  const { atom, yes, no } = plan.decisions;
  return {
    uncalled: plan.uncalled,
    slots: plan.slots.map(({ exact, trie, ...rest }) => ({
      ...rest,
      exact: { texts: exact.texts, ids: numbers(exact.ids) },
      trie: trie === null ? null : saveTrie(trie(), packer),
    })),
    late: {
      slot: numbers(slot),
      hints: lists(hints),
      isHinted: bytes(isHinted),
      questions: packer.texts(questions),
    },
    called: lists(plan.called),
    asked: lists(plan.asked),
    decisions: { atom: numbers(atom), yes: numbers(yes), no: numbers(no) },
    starts: numbers(plan.starts),
  };
}

function saveTrie(trie: Trie, { numbers, bytes }: Packer): SavedTrie {
  return {
    width: trie.width,
    classes: bytes(trie.classes),
    label: bytes(trie.label),
    firstChild: numbers(trie.firstChild),
    nextSibling: numbers(trie.nextSibling),
    beginnings: numbers(trie.beginnings),
    fail: numbers(trie.fail),
    shorter: numbers(trie.shorter),
    ends: numbers(trie.ends),
    ids: numbers(trie.ids),
  };
}

export function loadPlan(
  saved: SavedPlan,
  logsources: IndexPlan['logsources'],
  unpacked: Unpacked,
): IndexPlan {
  const { numbers, bytes } = unpacked;
  const lists = ({ starts, items }: SavedLists) => ({ starts: numbers(starts), items: numbers(items) });
  const question = unpacked.texts(saved.late.questions);
  const { atom, yes, no } = saved.decisions;
  return {
    logsources,
    uncalled: saved.uncalled,
    slots: saved.slots.map(({ exact, trie, ...rest }) => ({
      ...rest,
      exact: { texts: exact.texts, ids: numbers(exact.ids) },
      trie: trie === null ? null : () => loadTrie(trie, unpacked),
    })),
    late: {
      slot: numbers(saved.late.slot),
      hints: lists(saved.late.hints),
      isHinted: bytes(saved.late.isHinted),
      question: (at) => JSON.parse(question(at)) as LateQuestion,
    },
    called: lists(saved.called),
    asked: lists(saved.asked),
    decisions: { atom: numbers(atom), yes: numbers(yes), no: numbers(no) },
    starts: numbers(saved.starts),
  };
}

function loadTrie({ width, ...saved }: SavedTrie, { numbers, bytes }: Unpacked): Trie {
  return {
    width,
    classes: bytes(saved.classes),
    label: bytes(saved.label),
    firstChild: numbers(saved.firstChild),
    nextSibling: numbers(saved.nextSibling),
    beginnings: numbers(saved.beginnings),
    fail: numbers(saved.fail),
    shorter: numbers(saved.shorter),
    ends: numbers(saved.ends),
    ids: numbers(saved.ids),
  };
}
