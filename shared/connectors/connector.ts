import type { CanonicalEvent } from '#shared/schema/event.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a connector makes of one raw event; the pipeline adds ids, receipt, the raw text and the parser's name. */
export type ParsedEvent = Pick<CanonicalEvent, 'category' | 'severity' | 'actor' | 'target'> & {
  /** The product that wrote the event. */
  system: string;
  /** The vendor's own id of the event, where it has one. */
  vendorId: string | null;
  /** The event's own time as it stood there: text or number, or undefined. */
  time: unknown;
  attributes: CanonicalEvent['attributes'];
  /** What was there but not understood; an event with notes has `parse.status` partial. */
  notes: string[];
};

/** Reads one vendor's events. One folder per connector, with samples (input and expected event) beside it. */
export type Connector = {
  name: string;
  /** Changes with every change of meaning: failed and partial events are replayed by it. */
  version: string;
  /** Whether an unlabelled event is this connector's; asked in the order of the family list. */
  sniff(value: JsonObject): boolean;
  /** Never throws for an object: what it can't read becomes a note. */
  read(value: JsonObject): ParsedEvent;
};
