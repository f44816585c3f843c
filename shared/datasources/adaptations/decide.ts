import { nearestKey } from '#shared/connectors/generic/nearest-key.ts';
import type { AdaptationItem } from '#shared/datasources/adaptations/items.ts';
import { ADAPTABLE_KEYS } from '#shared/datasources/adaptations/propose.ts';
import { isBlack } from '#shared/datasources/adaptations/sample-of.ts';
import { canHold } from '#shared/datasources/adaptations/value-fit.ts';
import { DomainError } from '#shared/errors.ts';
import { type Decision, MAX_DECISIONS, NO_ADAPTATIONS } from '#shared/schema/adaptation.ts';
import type { Source } from '#shared/schema/source.ts';

/** What somebody wants of an adaptation. */
export type Wish = { to: 'accept'; key?: string | undefined } | { to: 'reject' } | { to: 'undo' };

type Who = { by: string; at: string };

/** A tenant's own names, which ECS keeps a place for. */
const LABEL = /^labels\.[a-z0-9_]{1,60}$/;

/**
 * The source with the decision, which begins a new version of its adaptations.
 * @param version the item's version that whoever decides has seen.
 * @throws DomainError `version_conflict` when somebody decided meanwhile; `conflict` when there is nothing to do;
 * `invalid_request` for a key that is none, or that none of the field's values can be in.
 */
export function decided(source: Source, item: AdaptationItem, wish: Wish, version: number, who: Who): Source {
  if (item.version !== version)
    throw new DomainError(
      'version_conflict',
      `Somebody decided about ${item.field} meanwhile: it is ${item.state}. Read it again.`,
      { current_version: item.version },
    );
  const before = source.adaptations ?? NO_ADAPTATIONS;
  const next = before.version + 1;
  const decision: Decision = {
    adaptation_id: item.adaptation_id,
    connector: item.connector,
    field: item.field,
    ...outcomeOf(item, wish),
    version: next,
    decided_by: who.by,
    decided_at: who.at,
  };
  const others = before.decisions.filter(({ adaptation_id }) => adaptation_id !== item.adaptation_id);
  return {
    ...source,
    adaptations: { version: next, decisions: [...roomIn(others), decision] },
    updated_at: who.at,
    version: source.version + 1,
  };
}

function outcomeOf(item: AdaptationItem, wish: Wish): Pick<Decision, 'state' | 'key' | 'renamed_from'> {
  if (wish.to === 'undo') {
    if (item.state === 'proposed')
      throw new DomainError('conflict', `Nothing was decided about ${item.field}.`);
    return { state: 'undone', key: null, renamed_from: null };
  }
  if (wish.to === 'reject') {
    if (item.state === 'rejected') throw new DomainError('conflict', `${item.field} is rejected already.`);
    return { state: 'rejected', key: null, renamed_from: null };
  }
  const key = wish.key ?? item.proposed_key;
  if (key === null) throw invalid(`Nothing is proposed for ${item.field}: say the key that it goes to.`);
  if (item.state === 'accepted' && item.key === key)
    throw new DomainError('conflict', `${item.field} goes to ${key} already.`);
  assertFits(item, key);
  // What took the place of another field does so wherever it goes.
  return { state: 'accepted', key, renamed_from: item.renamed_from };
}

function assertFits({ field, samples }: AdaptationItem, key: string): void {
  if (!ADAPTABLE_KEYS.includes(key) && !LABEL.test(key)) {
    const near = nearestKey(key, ADAPTABLE_KEYS);
    const hint =
      key === 'event.id'
        ? 'it names the event and stays as it is'
        : near === null
          ? 'for what none fits, use labels.<name>'
          : `did you mean ${near}?`;
    throw invalid(`${key.slice(0, 100)} is no key that a field can be adapted to: ${hint}`);
  }
  const visible = samples.filter((sample) => !isBlack(sample) && !sample.endsWith('…'));
  if (visible.length > 0 && !visible.some((sample) => canHold(key, sample)))
    throw invalid(`${field} has values such as “${visible[0]}”, which ${key} can't hold.`);
}

function invalid(message: string): DomainError {
  return new DomainError('invalid_request', message, { issues: [{ in: 'body', path: 'key', message }] });
}

/** Room for one more: what was undone longest ago goes first. */
function roomIn(decisions: readonly Decision[]): readonly Decision[] {
  if (decisions.length < MAX_DECISIONS) return decisions;
  const oldest = decisions.find(({ state }) => state === 'undone');
  if (oldest === undefined)
    throw new DomainError('conflict', `A source holds ${MAX_DECISIONS} decisions at most. Undo one first.`);
  return decisions.filter((one) => one !== oldest);
}
