import type { TenantId } from '#shared/ids.ts';
import { judgeEvents } from '#shared/pipeline/split-events.ts';
import { type TakePorts, takeEvents } from '#shared/pipeline/take-events.ts';
import { digestOf, type Mark } from '#shared/polling/cursor.ts';
import type { Poll } from '#shared/schema/poll.ts';
import type { Source } from '#shared/schema/source.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

export type Recorded = { text: string; mark: Mark };

/** Records of a page that were not taken before, each once. */
export function unseen(poll: Poll, items: readonly { text: string; at: number }[]): Recorded[] {
  const seen = new Set(poll.cursor.seen.map(([digest]) => digest));
  const fresh: Recorded[] = [];
  for (const { text, at } of items) {
    const digest = digestOf(text);
    if (seen.has(digest)) continue;
    seen.add(digest);
    fresh.push({ text, mark: [digest, at] });
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
    records.map(({ text }) => text),
    tenantId,
  );
