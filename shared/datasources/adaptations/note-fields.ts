import { isKnownField } from '#shared/datasources/adaptations/known-fields.ts';
import { sampleOf } from '#shared/datasources/adaptations/sample-of.ts';
import type { TenantId } from '#shared/ids.ts';
import type { FieldStore } from '#shared/ports/field-store.ts';
import { MAX_SAMPLES, MAX_SIGHTINGS, type Sighting } from '#shared/schema/adaptation.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { EventPack } from '#shared/schema/pack.ts';

/** Events of a source that one batch is looked at by, evenly spread: what is new comes again. */
const EVENTS_PER_BATCH = 20;
/** Known names remembered beside an unknown one: what an event of any connector has. */
const MAX_BESIDE = 200;
/** Sources remembered; beyond that all are forgotten and asked for again. */
const MAX_SOURCES = 2_000;
/** A field is written at once when it is new, then ever more seldom. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** What other functions have noted meanwhile, and what was forgotten. */
const REREAD_MS = 3_600_000;

type Noted = {
  pending: Sighting;
  samples: Set<string>;
  beside: Set<string>;
  writtenAt: number;
  pause: number;
};
type SourceMemory = { readAt: number; fields: Map<string, Noted> };

/**
 * Notes the fields of events that their connectors do not know, with a few values. It looks at finished events, behind
 * the hot path, and at a few of each batch; a field that goes on coming costs a write an hour, and a source that
 * invents names is heard out to `MAX_SIGHTINGS` of them.
 */
export function makeFieldNoter(
  store: FieldStore,
  now: () => number,
): (tenantId: TenantId, packs: readonly EventPack[]) => Promise<void> {
  const sources = new Map<string, SourceMemory>();

  async function memoryOf(tenantId: TenantId, sourceId: string): Promise<SourceMemory> {
    const key = JSON.stringify([tenantId, sourceId]);
    const known = sources.get(key);
    if (known !== undefined && now() - known.readAt < REREAD_MS) return known;
    if (sources.size >= MAX_SOURCES) sources.clear();
    const stored = await store.list(tenantId, sourceId);
    const fields = new Map(
      stored.map((one) => [
        keyOf(one.connector, one.field),
        known?.fields.get(keyOf(one.connector, one.field)) ?? notedBefore(one),
      ]),
    );
    const memory = { readAt: now(), fields };
    sources.set(key, memory);
    return memory;
  }

  return async (tenantId, packs) => {
    // What a signed-in user pushes is of no source that anybody could decide about.
    const sent = packs.filter(({ source_id }) => source_id !== 'user');
    for (const [sourceId, group] of Map.groupBy(sent, ({ source_id }) => source_id)) {
      const events = group.flatMap((pack) => pack.events.map((event) => ({ event, at: pack.received_at })));
      const step = Math.max(1, events.length / EVENTS_PER_BATCH);
      const looked = Array.from(
        { length: Math.min(events.length, EVENTS_PER_BATCH) },
        (_, i) => events[Math.floor(i * step)],
      );
      const found = looked.flatMap((one) =>
        one === undefined ? [] : [{ ...one, unknown: unknownIn(one.event) }],
      );
      if (found.every(({ unknown }) => unknown.length === 0)) continue;
      const memory = await memoryOf(tenantId, sourceId);
      for (const { event, at, unknown } of found) take(memory, sourceId, event, unknown, at, step);
      await write(store, tenantId, memory, now());
    }
  };
}

const keyOf = (connector: string, field: string): string => JSON.stringify([connector, field]);

const unknownIn = ({ source, attributes }: CanonicalEvent): string[] =>
  Object.keys(attributes).filter((name) => !isKnownField(source.integration, name));

/** Of what was stored only that it is: it is written again when there is something new about it. */
function notedBefore(stored: Sighting): Noted {
  return {
    pending: { ...stored, count: 0 },
    samples: new Set(stored.samples),
    beside: new Set(stored.beside),
    writtenAt: 0,
    pause: FIRST_PAUSE_MS,
  };
}

function take(
  { fields }: SourceMemory,
  source_id: string,
  { source, attributes }: CanonicalEvent,
  unknown: readonly string[],
  at: string,
  weight: number,
): void {
  if (unknown.length === 0) return;
  const connector = source.integration;
  const beside = namesBeside(connector, attributes);
  for (const field of unknown) {
    const key = keyOf(connector, field);
    let noted = fields.get(key);
    if (noted === undefined) {
      if (fields.size >= MAX_SIGHTINGS) continue;
      const pending = {
        source_id,
        connector,
        field,
        count: 0,
        first_seen: at,
        last_seen: at,
        samples: [],
        beside: [],
      };
      noted = {
        pending,
        samples: new Set(),
        beside: new Set(),
        writtenAt: Number.NEGATIVE_INFINITY,
        pause: FIRST_PAUSE_MS,
      };
      fields.set(key, noted);
    }
    noted.pending.count += weight;
    if (at > noted.pending.last_seen) noted.pending.last_seen = at;
    const sample = sampleOf(field, attributes[field] ?? '');
    if (sample !== null && noted.samples.size < MAX_SAMPLES) noted.samples.add(sample);
    for (const name of beside) if (noted.beside.size < MAX_BESIDE) noted.beside.add(name);
  }
}

/** What the event knew without any adaptation; `timestamp` where it had a time of its own. */
function namesBeside(connector: string, attributes: CanonicalEvent['attributes']): string[] {
  const adapted = attributes['parse.adapted'];
  const own = new Set(Array.isArray(adapted) ? adapted.map((one) => String(one).split(' → ')[1]) : []);
  const names = Object.keys(attributes).filter(
    (name) => !own.has(name) && !IN_EVERY_EVENT.test(name) && isKnownField(connector, name),
  );
  const timed = attributes.time_quality !== 'receipt' && !own.has('timestamp');
  return [...(timed ? ['timestamp'] : []), ...names].slice(0, MAX_BESIDE);
}

const IN_EVERY_EVENT = /^(parse|parser|related)\.|^event\.(ingested|original)$|^time_quality$/;

/** Writes what is due; a write that fails is made with the next events. */
async function write(
  store: FieldStore,
  tenantId: TenantId,
  { fields }: SourceMemory,
  now: number,
): Promise<void> {
  const due = [...fields.values()].filter(
    ({ pending, writtenAt, pause }) => pending.count > 0 && now - writtenAt >= pause,
  );
  if (due.length === 0) return;
  await store.note(
    tenantId,
    due.map(({ pending, samples, beside }) => ({
      ...pending,
      count: Math.max(1, Math.round(pending.count)),
      samples: [...samples],
      beside: [...beside],
    })),
  );
  for (const noted of due) {
    const isFirst = noted.writtenAt === Number.NEGATIVE_INFINITY;
    noted.pause = isFirst ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, noted.pause * 2);
    noted.writtenAt = now;
    noted.pending = { ...noted.pending, count: 0 };
  }
}
