import { connectorNamed } from '#shared/connectors/connectors.ts';
import type { Convert } from '#shared/connectors/table.ts';
import type { Adaptations, Decision } from '#shared/schema/adaptation.ts';

/** One accepted adaptation, ready for events. */
export type AdaptationRow = {
  field: string;
  renamedFrom: string | null;
  writes: readonly { key: string; convert?: Convert | undefined }[];
};

/** What a source's accepted adaptations do, by the connector that read the event. */
export type AdaptationPlan = {
  version: number;
  /** The source's zone, for times without one. */
  timezone: string | null;
  rows: ReadonlyMap<string, readonly AdaptationRow[]>;
};

/** Null where nothing is accepted, which is what almost every source is: its events then cost nothing more. */
export function planAdaptations(
  adaptations: Adaptations | undefined,
  timezone: string | null,
): AdaptationPlan | null {
  const accepted = (adaptations?.decisions ?? []).filter(({ state }) => state === 'accepted');
  if (adaptations === undefined || accepted.length === 0) return null;
  // In the order of their versions: the first that fills a key keeps it.
  const ordered = [...accepted].sort((a, b) => a.version - b.version);
  const rows = Map.groupBy(ordered.flatMap(rowOf), ({ connector }) => connector);
  return { version: adaptations.version, timezone, rows };
}

function rowOf(decision: Decision): (AdaptationRow & { connector: string })[] {
  const { connector, field, renamed_from: renamedFrom, key } = decision;
  if (key === null) return [];
  return [{ connector, field, renamedFrom, writes: writesOf(connector, renamedFrom, key) }];
}

/** A renamed field does all that the former one did, as long as the key is one that the former one filled. */
function writesOf(connector: string, renamedFrom: string | null, key: string): AdaptationRow['writes'] {
  const rows = (renamedFrom === null ? [] : (connectorNamed(connector)?.rows ?? [])).flatMap(
    ([path, keys, convert]) =>
      path === renamedFrom
        ? (typeof keys === 'string' ? [keys] : keys)
            .filter((one) => one !== 'event.id')
            .map((one) => ({ key: one, convert }))
        : [],
  );
  return rows.some((row) => row.key === key) ? rows : [{ key }];
}
