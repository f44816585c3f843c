import { z } from 'zod';

/** Unknown field names that are kept of one source; what invents names must not fill a table. */
export const MAX_SIGHTINGS = 100;
/** Values of a field that are kept to be shown. */
export const MAX_SAMPLES = 3;
/** Decisions that one source may hold; its row has to stay far under DynamoDB's 400 kB. */
export const MAX_DECISIONS = 200;

/** What an administrator decided about one field of a source's events that its connector does not know. */
export const decisionSchema = z.strictObject({
  adaptation_id: z.string(),
  /** The connector that read the events; another one would mean another thing by the name. */
  connector: z.string(),
  /** The field's flat name, as it stands in the event's attributes. */
  field: z.string(),
  /** The field in whose place it comes: it then goes before whatever else filled the key. */
  renamed_from: z.string().nullable(),
  /** Where its value goes; null unless it was accepted. */
  key: z.string().nullable(),
  state: z.enum(['accepted', 'rejected', 'undone']),
  /** The version of the source's adaptations that began with this decision. */
  version: z.number().int().min(1),
  decided_by: z.string(),
  decided_at: z.iso.datetime(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** All decisions of a source, the last one of each field. The version grows by one with each. */
export const adaptationsSchema = z.strictObject({
  version: z.number().int().min(0),
  decisions: z.array(decisionSchema).max(MAX_DECISIONS),
});
export type Adaptations = z.infer<typeof adaptationsSchema>;

export const NO_ADAPTATIONS: Adaptations = { version: 0, decisions: [] };

/** A field that a source sends and its connector does not know. Counts are of the events that were looked at. */
export const sightingSchema = z.strictObject({
  source_id: z.string(),
  connector: z.string(),
  field: z.string(),
  /** About how many events had it: not every event is looked at, and one that is delivered twice counts twice. */
  count: z.number().int().min(0),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
  /** A few of its values, cut, secrets blackened. */
  samples: z.array(z.string()).max(MAX_SAMPLES),
  /** Known fields and canonical keys that events with it had as well, sorted. */
  beside: z.array(z.string()),
});
export type Sighting = z.infer<typeof sightingSchema>;
