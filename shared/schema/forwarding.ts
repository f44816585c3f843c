import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';

/** Where a customer's Azure takes events, and the app registration that sends them; its secret is elsewhere. */
export const forwardTargetSchema = z.strictObject({
  /** The data collection rule's own address for logs. */
  endpoint: z.url(),
  immutable_id: z.string().min(1),
  stream: z.string().min(1),
  azure_tenant_id: z.string().min(1),
  client_id: z.string().min(1),
});
export type ForwardTarget = z.infer<typeof forwardTargetSchema>;

export const forwardStates = [
  'flowing',
  /** Azure needs a while until a new role counts; nothing is wrong yet. */
  'waiting',
  'failing',
] as const;

/** How a tenant's forwarding stands. What could not be sent is held: `holds` counts how often, `drained` up to where all went. */
export const forwardingSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  target: forwardTargetSchema,
  /** When the target was kept, RFC 3339. */
  target_since: z.iso.datetime(),
  state: z.enum(forwardStates),
  /** Since when it flows, or has not flowed. */
  since: z.iso.datetime(),
  /** Why it does not flow, in words that tell what to do. */
  reason: z.string().nullable(),
  /** Tries that failed one after the other. */
  attempts: z.number().int().min(0),
  /** Nothing is tried before this. */
  retry_at: z.iso.datetime().nullable(),
  /** To within some minutes: it is not written for every batch. */
  last_sent_at: z.iso.datetime().nullable(),
  holds: z.number().int().min(0),
  drained: z.number().int().min(0),
  /** Rows that Azure will not take as they are, set aside in the failure bucket. */
  refused: z.number().int().min(0),
  refused_reason: z.string().nullable(),
  /** Somebody sends what is held until then: two at once would send it twice. */
  draining_until: z.iso.datetime().nullable(),
});
export type Forwarding = z.infer<typeof forwardingSchema>;

export const hasHeld = ({ holds, drained }: Pick<Forwarding, 'holds' | 'drained'>): boolean =>
  holds > drained;
