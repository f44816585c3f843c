import { z } from 'zod';

/** One kind of event that a source has sent: what Sigma calls its logsource, the fields it has, when it last came. */
export const eventKindSchema = z.strictObject({
  source_id: z.string(),
  /** Sigma's three dimensions; an event can be of several categories at once. */
  logsource: z.strictObject({
    product: z.array(z.string()),
    category: z.array(z.string()),
    service: z.array(z.string()),
  }),
  /** Names of attributes that events of this kind had, sorted. */
  fields: z.array(z.string()),
  /** When one was last received, RFC 3339 in UTC; exact to the hour. */
  last_seen_at: z.iso.datetime(),
});
export type EventKind = z.infer<typeof eventKindSchema>;
