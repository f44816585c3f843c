import type { TenantId } from '#shared/ids.ts';
import { judgeEvents } from '#shared/pipeline/split-events.ts';
import { type TakePorts, takeEvents } from '#shared/pipeline/take-events.ts';
import { digestOf, type Mark } from '#shared/polling/cursor.ts';
import type { Unit } from '#shared/polling/poll-kind.ts';
import type { Poll } from '#shared/schema/poll.ts';
import type { Source } from '#shared/schema/source.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

export type Recorded = { texts: readonly string[]; mark: Mark };

/** What of a page was not taken before, each once. */
export function unseen(poll: Poll, units: readonly Unit[], now: Date): Recorded[] {
  const seen = new Set(poll.cursor.seen.map(([digest]) => digest));
  const fresh: Recorded[] = [];
  for (const { key, at, texts } of units) {
    const digest = digestOf(key);
    if (seen.has(digest)) continue;
    seen.add(digest);
    fresh.push({ texts, mark: [digest, at ?? now.getTime()] });
  }
  return fresh;
}

/**
 * Hands records to the raw stream as the way in does. What was being handed over when the last run died goes first and
 * in the same order, so that it makes the same packs, which are kept and counted once.
 */
export async function takePage(
  ports: TakePorts,
  { tenant, source, requestId, now }: { tenant: Tenant; source: Source; requestId: string; now: Date },
  fresh: readonly Recorded[],
  pending: readonly string[],
  announce: (pending: string[]) => Promise<void>,
): Promise<void> {
  const byDigest = new Map(fresh.map((record) => [record.mark[0], record]));
  const again = pending.flatMap((digest) => byDigest.get(digest) ?? []);
  const were = new Set(pending);
  const rest = fresh.filter(({ mark: [digest] }) => !were.has(digest));
  const pusher = {
    kind: 'source',
    tenantId: tenant.tenant_id,
    sourceId: source.source_id,
    connector: source.connector,
  } as const;
  const push = (records: readonly Recorded[]) =>
    takeEvents(ports, tenant, { pusher, requestId, now }, batchOf(tenant.tenant_id, records));
  if (again.length > 0) await push(again);
  if (rest.length === 0) return;
  await announce(rest.map(({ mark: [digest] }) => digest));
  await push(rest);
}

const batchOf = (tenantId: TenantId, records: readonly Recorded[]) =>
  judgeEvents(
    records.flatMap(({ texts }) => texts),
    tenantId,
  );
