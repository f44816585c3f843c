import type { TenantId } from '#shared/ids.ts';
import { chunkRows, type ForwardRow } from '#shared/pipeline/forward/chunk-rows.ts';
import { failureOf } from '#shared/pipeline/forward/failure-of.ts';
import type { RememberedForwarding } from '#shared/pipeline/forward/remember-forwarding.ts';
import type { Senders } from '#shared/pipeline/forward/remember-senders.ts';
import { type Sent, sendRows } from '#shared/pipeline/forward/send-rows.ts';
import type { ForwardBacklog, ForwardStore } from '#shared/ports/forward-store.ts';
import type { Forwarding } from '#shared/schema/forwarding.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/** Milliseconds that one batch may spend on one tenant's Azure; they run side by side. */
export const BATCH_MS = 45_000;
/** How old `last_sent_at` may get, so that it is not written for every batch. */
const SENT_NOTED_MS = 5 * 60_000;

export type ForwardPorts = {
  store: Pick<ForwardStore, 'noteSent' | 'noteFailure' | 'noteHeld'>;
  forwarding: RememberedForwarding;
  backlog: Pick<ForwardBacklog, 'hold'>;
  senders: Senders;
  now(): Date;
  wait(ms: number): Promise<void>;
  /** Told of what nobody foresaw. */
  warn(message: string, details: Record<string, unknown>): void;
};

export type Forwarded = { sent: number; held: number };

/**
 * Sends a tenant's rows on, or holds them: whatever is wrong with its Azure, this ends soon and nothing is lost. `at` is
 * when they came (RFC 3339).
 * @throws only where the rows could not be held either.
 */
export async function forwardRows(
  ports: ForwardPorts,
  tenantId: TenantId,
  forwarding: Forwarding,
  rows: readonly ForwardRow[],
  at: string,
): Promise<Forwarded> {
  const now = ports.now();
  if (forwarding.retry_at !== null && Date.parse(forwarding.retry_at) > now.getTime()) {
    await hold(ports, tenantId, rows, at, forwarding.reason ?? '');
    return { sent: 0, held: rows.length };
  }
  const until = new Date(now.getTime() + BATCH_MS);
  const result = await sendTo(ports, tenantId, forwarding, rows, until, false);
  const left = [...result.refused, ...result.unsent];
  if (left.length === 0) {
    await noteSent(ports, tenantId, forwarding);
    return { sent: result.sent, held: 0 };
  }
  const failure = failureOf(forwarding, result.failure ?? result.refusal, ports.now());
  await hold(ports, tenantId, left, at, failure.reason ?? '');
  await ports.store.noteFailure(tenantId, failure);
  ports.forwarding.forget(tenantId);
  return { sent: result.sent, held: left.length };
}

/** One attempt; what nobody foresaw is told, and then is a failure of this tenant's like any other. */
export async function sendTo(
  ports: Pick<ForwardPorts, 'senders' | 'now' | 'wait' | 'warn'>,
  tenantId: TenantId,
  { target }: Forwarding,
  rows: readonly ForwardRow[],
  until: Date,
  halve: boolean,
): Promise<Sent> {
  const send = async (chunk: readonly ForwardRow[]): Promise<void> => {
    const api = await ports.senders.of(tenantId, target);
    await api.send(target.immutable_id, target.stream, chunk);
  };
  const result = await sendRows(send, rows, { now: ports.now, wait: ports.wait, until }, halve);
  if (result.failure !== null) {
    ports.senders.forget(tenantId);
    if (!(result.failure instanceof VendorError)) {
      ports.warn('events were not sent on', { tenant_id: tenantId, error: result.failure });
    }
  }
  return result;
}

async function hold(
  ports: ForwardPorts,
  tenantId: TenantId,
  rows: readonly ForwardRow[],
  at: string,
  reason: string,
): Promise<void> {
  for (const chunk of chunkRows(rows)) await ports.backlog.hold(tenantId, { at, reason, rows: chunk });
  await ports.store.noteHeld(tenantId);
}

async function noteSent(ports: ForwardPorts, tenantId: TenantId, before: Forwarding): Promise<void> {
  const now = ports.now();
  const flowed = before.state === 'flowing';
  const noted = before.last_sent_at === null ? 0 : Date.parse(before.last_sent_at);
  if (flowed && now.getTime() - noted < SENT_NOTED_MS) return;
  await ports.store.noteSent(tenantId, flowed ? before.since : now.toISOString(), now);
  ports.forwarding.forget(tenantId);
}
