import type { EventTime } from '#shared/connectors/event-time.ts';
import type { Clock } from '#shared/connectors/scan/resolve-time.ts';
import type { ReadSettings, Setting } from '#shared/connectors/setting.ts';
import type { Mapping } from '#shared/connectors/table.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a connector makes of one raw event; the pipeline adds ids, receipt, the raw text and the parser's name. */
export type ParsedEvent = Pick<CanonicalEvent, 'category' | 'severity' | 'actor' | 'target'> & {
  /** The product that wrote the event. */
  system: string;
  /** The vendor's own id of the event, where it has one. */
  vendorId: string | null;
  /** The event's own time as it stood there: text, number or an already read one; undefined where there was none. */
  time: unknown | EventTime;
  attributes: CanonicalEvent['attributes'];
  /** What was there but not understood; an event with notes has `parse.status` partial. */
  notes: string[];
};

/** What a connector knows beside the event itself. */
export type ReadContext = Clock & { settings?: ReadSettings };

/** Reads one vendor's events. One folder per connector, with samples (input and expected event) beside it. */
export type Connector = {
  name: string;
  /** Changes with every change of meaning: failed and partial events are replayed by it. */
  version: string;
  /** Whether an unlabelled JSON event is this connector's; asked in the order of the family list. */
  sniff(value: JsonObject): boolean;
  /** What a tenant may say about a source so that its events are read rightly. */
  settings?: readonly Setting[];
  /** The declared mappings, where the connector is a table of them: `docs/connectors/` lists them. */
  rows?: readonly Mapping[];
  /** Objects whose field names are the customer's own, such as parameters and labels: a new name there is no news. */
  free?: readonly string[];
  /** Never throws for an object: what it can't read becomes a note. */
  read(value: JsonObject, context: ReadContext): ParsedEvent;
  /** For vendors that write lines; a connector without it reads JSON only. */
  text?: {
    sniff(text: string): boolean;
    /** Null when the text is not this vendor's at all: it is then read as plain text. Never throws. */
    read(text: string, context: ReadContext): ParsedEvent | null;
  };
};
