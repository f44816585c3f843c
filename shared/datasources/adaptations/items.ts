import { vendorFields } from '#shared/datasources/adaptations/known-fields.ts';
import { type FieldProposal, proposeFor } from '#shared/datasources/adaptations/propose.ts';
import { sha256 } from '#shared/ids.ts';
import { type Decision, NO_ADAPTATIONS, type Sighting } from '#shared/schema/adaptation.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { Source } from '#shared/schema/source.ts';

/** An unknown or renamed field of a source, what is proposed and what was decided. */
export type AdaptationItem = FieldProposal & {
  adaptation_id: string;
  connector: string;
  field: string;
  samples: readonly string[];
  count: number;
  first_seen: string | null;
  last_seen: string | null;
  state: 'proposed' | 'accepted' | 'rejected';
  /** Where it goes since it was accepted. */
  key: string | null;
  version: number;
  decided_by: string | null;
  decided_at: string | null;
};

export function adaptationId(connector: string, field: string): string {
  return sha256(JSON.stringify([connector, field])).slice(0, 16);
}

/** All fields of a source to decide about or decided about: open ones first, then those that come most often. */
export function adaptationItems(
  source: Source,
  sightings: readonly Sighting[],
  kinds: readonly EventKind[],
): AdaptationItem[] {
  const { decisions } = source.adaptations ?? NO_ADAPTATIONS;
  const byId = new Map(decisions.map((one) => [one.adaptation_id, one]));
  const mapped = fieldsOfMapping(source);
  const own = kinds.filter(({ source_id }) => source_id === source.source_id);
  const sent = new Set(own.flatMap(({ fields }) => fields));
  const seen = sightings
    .map((sighting) => ({ sighting, id: adaptationId(sighting.connector, sighting.field) }))
    // What a later release's connector knows is nothing to decide about, nor what the tenant's own mapping reads.
    .filter(
      ({ sighting: { connector, field }, id }) =>
        byId.has(id) || !(mapped.has(field) || vendorFields(connector).has(field)),
    );
  const shown = new Set(seen.map(({ id }) => id));
  const items = seen.map(({ sighting, id }) => {
    const proposal = proposeFor({ sighting, sent, stillSent: sentAfter(own, sighting.first_seen) });
    return itemOf(id, sighting, byId.get(id), proposal);
  });
  const gone = decisions.filter((one) => !shown.has(one.adaptation_id) && one.state !== 'undone');
  return [...items, ...gone.map(forgotten)].sort(byNeed);
}

/** Names that came on a later day than the one of `at`: kinds are known by day. */
function sentAfter(kinds: readonly EventKind[], at: string): Set<string> {
  const day = at.slice(0, 10);
  return new Set(
    kinds.filter(({ last_seen_at }) => last_seen_at.slice(0, 10) > day).flatMap(({ fields }) => fields),
  );
}

function fieldsOfMapping({ settings }: Source): Set<string> {
  const rows = Array.isArray(settings.mapping) ? settings.mapping : [];
  return new Set(
    rows.flatMap((row: unknown) =>
      row !== null && typeof row === 'object' && 'from' in row ? [String(row.from)] : [],
    ),
  );
}

function itemOf(
  id: string,
  sighting: Sighting,
  decision: Decision | undefined,
  proposal: FieldProposal,
): AdaptationItem {
  const { connector, field, samples, count, first_seen, last_seen } = sighting;
  const seen = { adaptation_id: id, connector, field, samples, count, first_seen, last_seen };
  return { ...seen, ...proposal, ...decidedOf(decision) };
}

/** A decision stays after its field stopped coming. */
function forgotten(decision: Decision): AdaptationItem {
  const { adaptation_id, connector, field } = decision;
  return {
    adaptation_id,
    connector,
    field,
    samples: [],
    count: 0,
    first_seen: null,
    last_seen: null,
    renamed_from: null,
    proposed_key: null,
    confidence: 0,
    reason: 'It has not come for a month.',
    ...decidedOf(decision),
  };
}

function decidedOf(decision: Decision | undefined) {
  if (decision === undefined)
    return { state: 'proposed', key: null, version: 0, decided_by: null, decided_at: null } as const;
  const { state, key, renamed_from, version, decided_by, decided_at } = decision;
  if (state === 'undone') return { state: 'proposed', key: null, version, decided_by, decided_at } as const;
  // Events with the key by this very decision say nothing against it.
  const accepted =
    state === 'accepted'
      ? { renamed_from, proposed_key: key, confidence: 1, reason: `Accepted: it goes to ${key}.` }
      : {};
  return { ...accepted, state, key, version, decided_by, decided_at } as const;
}

const order = { proposed: 0, accepted: 1, rejected: 2 } as const;

function byNeed(one: AdaptationItem, other: AdaptationItem): number {
  return (
    order[one.state] - order[other.state] || other.count - one.count || (one.field < other.field ? -1 : 1)
  );
}
