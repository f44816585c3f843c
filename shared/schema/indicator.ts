import { z } from 'zod';

/** What kinds of values an indicator can name. */
export const observableSchema = z.enum(['ip', 'domain', 'url', 'hash', 'email']);
export type Observable = z.infer<typeof observableSchema>;

/** One STIX indicator of a feed. */
export const indicatorSchema = z.strictObject({
  /** STIX id, such as `indicator--…`. */
  indicator_id: z.string(),
  /** The source that it came with. */
  source_id: z.string(),
  name: z.string(),
  /** The values it names, in lower case; any of them matches. */
  values: z.array(z.strictObject({ kind: observableSchema, value: z.string() })),
  /** 0 to 100; null where the feed does not say. */
  confidence: z.number().int().min(0).max(100).nullable(),
  valid_from: z.iso.datetime(),
  valid_until: z.iso.datetime().nullable(),
  revoked: z.boolean(),
  /** The feed's version of it, RFC 3339. */
  modified: z.iso.datetime(),
});
export type Indicator = z.infer<typeof indicatorSchema>;

/** Whether the indicator holds at a time (RFC 3339): that of an event, which may come late. */
export function inForce({ revoked, valid_from: from, valid_until: until }: Indicator, at: string): boolean {
  return !revoked && from <= at && (until === null || at < until);
}
