import { TooSlow } from '#shared/pipeline/forward/send-rows.ts';
import type { ForwardFailure } from '#shared/ports/forward-store.ts';
import type { Forwarding } from '#shared/schema/forwarding.ts';
import { reasonOf } from '#shared/tenants/provisioning/reason.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A new role assignment counts after up to 30 minutes (Azure Monitor, tutorial of the Logs Ingestion API). */
const ROLE_SETTLES_MS = 30 * MINUTE;
const WHILE_SETTLING_MS = 2 * MINUTE;
const SHORTEST_MS = 30 * SECOND;
const LONGEST_MS = 30 * MINUTE;
/** A `Retry-After` of longer than this is not believed. */
const LONGEST_ASKED_MS = 60 * MINUTE;

/** How a tenant's forwarding stands after a try that failed: why, since when, and when it is tried again. */
export function failureOf(before: Forwarding, error: unknown, now: Date): ForwardFailure {
  const attempts = before.attempts + 1;
  const since = before.state === 'flowing' ? now.toISOString() : before.since;
  const later = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  const settling = now.getTime() - Date.parse(before.target_since) < ROLE_SETTLES_MS;
  if (error instanceof VendorError && error.status === 403 && settling) {
    const reason =
      'Azure needs up to 30 minutes until the right to send counts. Events are kept meanwhile and sent then.';
    return { state: 'waiting', reason, since, attempts, retry_at: later(WHILE_SETTLING_MS) };
  }
  const backoff = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(before.attempts, 20));
  const asked = error instanceof VendorError && error.retryAfter !== null ? error.retryAfter * SECOND : 0;
  const pause = Math.max(backoff, Math.min(asked, LONGEST_ASKED_MS));
  const reason = error instanceof TooSlow ? error.message : reasonOf(error);
  return { state: 'failing', reason, since, attempts, retry_at: later(pause) };
}
