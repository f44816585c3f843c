import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { type Draft, finish, newDraft } from '#shared/connectors/draft.ts';
import { flattenCarefullyInto } from '#shared/connectors/flatten.ts';
import { zoned } from '#shared/connectors/scan/resolve-time.ts';
import type { Setting } from '#shared/connectors/setting.ts';
import { compilePath, compileTable, fillFrom, fillWalked, type Mapping } from '#shared/connectors/table.ts';
import type { Attributes } from '#shared/connectors/vocabulary.ts';
import { newWalk, walkPlain, writeKept } from '#shared/connectors/walk.ts';
import type { EventCategory } from '#shared/schema/event.ts';

/** A vendor whose events are JSON objects, declared: what tells them, where what stands, and what it means. */
export type JsonTable = {
  name: string;
  version: string;
  settings?: readonly Setting[];
  system: string;
  category: EventCategory;
  sniff(value: JsonObject): boolean;
  /** Paths of the event's time, the first that stands there. */
  time: readonly string[];
  /** Path of the vendor's own id of the event, null where it has none. */
  id: string | null;
  fields: readonly Mapping[];
  free?: readonly string[];
  /** Category, outcome, severity, and what no path can say. */
  classify(value: JsonObject, draft: Draft, context: ReadContext): Overrides | undefined;
};

export type Overrides = { actor?: ParsedEvent['actor']; target?: ParsedEvent['target'] };

/** Compiles the table once. The vendor's own names are kept beside the ECS ones, flat and within the caps of one event. */
export function jsonConnector(table: JsonTable): Connector {
  const rows = compileTable(table.fields);
  const paths = [
    ...table.fields.map(([path]) => path),
    ...table.time,
    ...(table.id === null ? [] : [table.id]),
  ];
  const walk = newWalk(paths);
  const times = table.time.map(compilePath);
  const readId = table.id === null ? null : compilePath(table.id);
  return {
    name: table.name,
    version: table.version,
    settings: table.settings ?? [],
    sniff: table.sniff,
    rows: table.fields,
    free: table.free ?? [],
    read: (value, context) => {
      const draft = newDraft(table.system, table.category);
      const isPlain = walkPlain(walk, value);
      for (let i = 0; i < times.length && draft.time === undefined; i++) {
        const found = isPlain ? walk.found[rows.length + i] : times[i]?.(value);
        if (found === undefined || found === null || found === '') continue;
        draft.time = typeof found === 'string' ? zoned(found, context) : found;
      }
      const id = isPlain && readId !== null ? walk.found[rows.length + times.length] : readId?.(value);
      draft.vendorId = typeof id === 'string' && id.length >= 8 ? id : null;
      if (isPlain) fillWalked(rows, walk, draft.attributes);
      else fillFrom(rows, value, draft.attributes);
      const overrides = table.classify(value, draft, context);
      const parsed = finish(draft, overrides);
      const notes = isPlain
        ? writeKept(walk, parsed.attributes)
        : flattenCarefullyInto(value, parsed.attributes);
      for (const note of notes) parsed.notes.push(note);
      return parsed;
    },
  };
}

/** A table by itself, for events whose connector is more than one: walks over the event, and writes what it met. */
export function compileFill(
  mappings: readonly Mapping[],
): (value: JsonObject, attributes: Attributes) => void {
  const rows = compileTable(mappings);
  const walk = newWalk(mappings.map(([path]) => path));
  return (value, attributes) => {
    if (walkPlain(walk, value)) fillWalked(rows, walk, attributes);
    else fillFrom(rows, value, attributes);
  };
}
