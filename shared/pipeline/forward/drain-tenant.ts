import type { TenantId } from '#shared/ids.ts';
import { CHUNK_BYTES, type ForwardRow } from '#shared/pipeline/forward/chunk-rows.ts';
import { failureOf } from '#shared/pipeline/forward/failure-of.ts';
import { type ForwardPorts, sendTo } from '#shared/pipeline/forward/forward-rows.ts';
import { type Sent, TooSlow } from '#shared/pipeline/forward/send-rows.ts';
import type { ForwardBacklog, ForwardStore } from '#shared/ports/forward-store.ts';
import type { Forwarding } from '#shared/schema/forwarding.ts';
import { reasonOf } from '#shared/tenants/provisioning/reason.ts';

/** Held objects that are read at once. */
const READ_AT_ONCE = 10;

export type DrainTenantPorts = Pick<ForwardPorts, 'senders' | 'now' | 'wait' | 'warn'> & {
  store: ForwardStore;
  backlog: ForwardBacklog;
};

/** Held objects that are sent together, since each may be as small as one event. */
type Lot = { names: string[]; at: string; rows: ForwardRow[] };

/**
 * Sends what is held, oldest first, until all is gone, time is up or Azure fails. What Azure refuses is set aside only
 * where something else goes through: else the rule may be at fault, and all of it waits.
 */
export async function drainTenant(
  ports: DrainTenantPorts,
  forwarding: Forwarding,
  until: Date,
): Promise<{ sent: number; refused: number }> {
  const { store, backlog } = ports;
  const { tenant_id: tenantId } = forwarding;
  const flowed = forwarding.state === 'flowing';
  const suspects: { lot: Lot; result: Sent }[] = [];
  const done = { sent: 0, refused: 0 };
  let failure: unknown = null;

  while (failure === null) {
    const waiting = new Set(suspects.flatMap(({ lot }) => lot.names));
    const listed = await backlog.list(tenantId, READ_AT_ONCE + waiting.size);
    const names = listed.filter((name) => !waiting.has(name));
    if (names.length === 0) break;
    for (const lot of await nextLots(backlog, tenantId, names)) {
      const result = await sendTo(ports, tenantId, forwarding, lot.rows, until, true);
      done.sent += result.sent;
      failure = result.failure;
      const proven = flowed || done.sent > 0;
      const left = result.refused.length + result.unsent.length;
      if (left === 0 || (proven && left < lot.rows.length) || (proven && failure === null)) {
        done.refused += await replace(ports, tenantId, lot, result);
      } else if (failure === null) suspects.push({ lot, result });
      if (failure !== null) break;
    }
  }
  const [suspect] = suspects;
  if (failure === null && suspect !== undefined && done.sent === 0) failure = suspect.result.refusal;
  else for (const { lot, result } of suspects) done.refused += await replace(ports, tenantId, lot, result);

  const now = ports.now();
  if (done.sent > 0) await store.noteSent(tenantId, flowed ? forwarding.since : now.toISOString(), now);
  if (failure === null) await store.noteDrained(tenantId, forwarding.holds);
  else if (!(failure instanceof TooSlow)) {
    const before = done.sent > 0 ? { ...forwarding, state: 'flowing' as const, attempts: 0 } : forwarding;
    await store.noteFailure(tenantId, failureOf(before, failure, now));
  }
  return done;
}

/** Reads held objects and puts small ones together, up to the size of one call. */
async function nextLots(backlog: ForwardBacklog, tenantId: TenantId, names: string[]): Promise<Lot[]> {
  const read = await Promise.all(
    names.map(async (name) => ({ name, ...(await backlog.read(tenantId, name)) })),
  );
  const lots: Lot[] = [];
  let bytes = 0;
  for (const { name, at, rows } of read) {
    const size = Buffer.byteLength(JSON.stringify(rows));
    const lot = lots.at(-1);
    if (lot === undefined || bytes + size > CHUNK_BYTES) {
      lots.push({ names: [name], at, rows: [...rows] });
      bytes = size;
    } else {
      lot.names.push(name);
      lot.rows.push(...rows);
      bytes += size;
    }
  }
  return lots;
}

/** What is left of held objects takes their place: kept first, then the old ones go. Returns how many rows are refused. */
async function replace(
  { store, backlog }: DrainTenantPorts,
  tenantId: TenantId,
  { names, at }: Lot,
  { refused, refusal, unsent }: Sent,
): Promise<number> {
  if (unsent.length > 0) await backlog.hold(tenantId, { at, reason: 'Not sent yet.', rows: unsent });
  if (refused.length > 0) {
    const reason = reasonOf(refusal);
    await backlog.setAside(tenantId, { at, reason, rows: refused });
    await store.noteRefused(tenantId, refused.length, reason);
  }
  for (const name of names) await backlog.drop(tenantId, name);
  return refused.length;
}
