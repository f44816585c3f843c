import { z } from 'zod';
import { type Forwarding, forwardStates } from '#shared/schema/forwarding.ts';

/** How the sending of a tenant's events to its Sentinel stands, without where it goes. */
export const forwardingStateSchema = z.object({
  state: z
    .enum(['off', ...forwardStates])
    .describe('off: nothing is sent on; waiting: a new role does not count yet'),
  since: z.iso.datetime().nullable().describe('Since when it flows, or has not flowed.'),
  reason: z.string().nullable().describe('Why it does not flow, in words that tell what to do.'),
  last_sent_at: z.iso.datetime().nullable().describe('To within five minutes.'),
  retry_at: z.iso.datetime().nullable(),
  backlog: z.int().describe('Batches that were held and are not known to have been sent since.'),
  refused: z.int().describe('Rows that Azure would not take as they are; they lie in the failure bucket.'),
  refused_reason: z.string().nullable(),
});
export type ForwardingState = z.infer<typeof forwardingStateSchema>;

export function forwardingStateOf(forwarding: Forwarding | null): ForwardingState {
  if (forwarding === null) {
    const nothing = { since: null, reason: null, last_sent_at: null, retry_at: null, refused_reason: null };
    return { state: 'off', ...nothing, backlog: 0, refused: 0 };
  }
  const { state, since, reason, last_sent_at, retry_at, holds, drained, refused, refused_reason } =
    forwarding;
  const backlog = Math.max(0, holds - drained);
  return { state, since, reason, last_sent_at, retry_at, backlog, refused, refused_reason };
}
