import { logsourceOf } from '#shared/detect/event-logsource.ts';
import type { TenantId } from '#shared/ids.ts';
import type { ContentStore } from '#shared/ports/content-store.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { EventPack } from '#shared/schema/pack.ts';

/** Names longer than this are not field names of ours, and one kind has a few hundred at the most. */
const NAME_LENGTH = 128;
const FIELDS_LIMIT = 500;
/** Facts remembered as written; beyond that all are forgotten and written again. */
const MEMORY_LIMIT = 50_000;

/**
 * Notes which kinds of events arrive with which fields, for coverage and health. What was noted in the same hour by the
 * same function is not written again, so that a busy source costs a few writes an hour.
 */
export function makeKindNoter(
  content: Pick<ContentStore, 'noteKinds'>,
): (tenantId: TenantId, packs: readonly EventPack[]) => Promise<void> {
  const noted = new Set<string>();
  return async (tenantId, packs) => {
    if (noted.size > MEMORY_LIMIT) noted.clear();
    const kinds = kindsOf(packs).flatMap(({ key, kind }) => {
      const fresh = kind.fields.filter((field) => !noted.has(`${tenantId} ${key} ${field}`));
      const isKnown = noted.has(`${tenantId} ${key}`);
      return fresh.length === 0 && isKnown ? [] : [{ key, kind: { ...kind, fields: fresh } }];
    });
    if (kinds.length === 0) return;
    await content.noteKinds(
      tenantId,
      kinds.map(({ kind }) => kind),
    );
    for (const { key, kind } of kinds) {
      noted.add(`${tenantId} ${key}`);
      for (const field of kind.fields) noted.add(`${tenantId} ${key} ${field}`);
    }
  };
}

/** The kinds of events in some packs, by source, hour of receipt and logsource. */
function kindsOf(packs: readonly EventPack[]): { key: string; kind: EventKind }[] {
  const found = new Map<
    string,
    { logsource: EventKind['logsource']; pack: EventPack; fields: Set<string> }
  >();
  for (const pack of packs) {
    for (const event of pack.events) {
      const { product = [], category = [], service = [] } = logsourceOf(event);
      const logsource = {
        product: [...product].sort(),
        category: [...category].sort(),
        service: [...service].sort(),
      };
      const hour = pack.received_at.slice(0, 13);
      const key = `${pack.source_id} ${hour} ${JSON.stringify(logsource)}`;
      const entry = found.get(key) ?? { logsource, pack, fields: new Set<string>() };
      found.set(key, entry);
      for (const name of Object.keys(event.attributes)) {
        if (entry.fields.size < FIELDS_LIMIT && name.length <= NAME_LENGTH) entry.fields.add(name);
      }
    }
  }
  return [...found].map(([key, { logsource, pack, fields }]) => ({
    key,
    kind: {
      source_id: pack.source_id,
      logsource,
      fields: [...fields],
      last_seen_at: pack.received_at,
    },
  }));
}
