import { type TenantId, tenantIdSchema } from '#shared/ids.ts';
import { type Forwarded, type ForwardPorts, forwardRows } from '#shared/pipeline/forward/forward-rows.ts';
import { decodeEventPack } from '#shared/pipeline/pack-codec.ts';
import { readRecords, type StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { Forwarding } from '#shared/schema/forwarding.ts';
import type { EventPack } from '#shared/schema/pack.ts';
import { isProbe } from '#shared/schema/probe.ts';
import { socEventOf } from '#shared/tenants/sentinel/soc-events.ts';

/**
 * Sends canonical events on to the Azure of those tenants that have one; the packs of the others are not even unpacked.
 * `byCode` are the records by the customer code in their partition key.
 */
export async function forwardEvents(
  ports: ForwardPorts,
  byCode: ReadonlyMap<string, readonly StreamRecord[]>,
): Promise<Forwarded> {
  const outcomes = await Promise.all(
    [...byCode].map(async ([code, records]): Promise<Forwarded> => {
      const parsed = tenantIdSchema.safeParse(code);
      const forwarding = parsed.success ? await ports.forwarding.get(parsed.data, ports.now()) : null;
      if (forwarding === null) return { sent: 0, held: 0 };
      return forwardPacks(ports, forwarding, await readPacks(forwarding.tenant_id, records));
    }),
  );
  return outcomes.reduce((sum, { sent, held }) => ({ sent: sum.sent + sent, held: sum.held + held }), {
    sent: 0,
    held: 0,
  });
}

async function forwardPacks(
  ports: ForwardPorts,
  forwarding: Forwarding,
  packs: readonly EventPack[],
): Promise<Forwarded> {
  const [first] = packs;
  // A validation takes its marked events back, which nobody could do in the customer's Sentinel.
  const rows = packs.flatMap(({ events }) => events.filter((event) => !isProbe(event)).map(socEventOf));
  if (first === undefined || rows.length === 0) return { sent: 0, held: 0 };
  return forwardRows(ports, forwarding.tenant_id, forwarding, rows, first.received_at);
}

/** Records that do not read are kept by `functions/archive`; one whose pack is another tenant's is damage and goes nowhere. */
async function readPacks(tenantId: TenantId, records: readonly StreamRecord[]): Promise<EventPack[]> {
  const packs = await readRecords(records, decodeEventPack, async () => {});
  // What comes again was sent on before.
  return packs.filter(({ tenant_id, again }) => tenant_id === tenantId && again !== true);
}
