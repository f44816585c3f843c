import { type DetectOutcome, type DetectPorts, detectBatch } from '#shared/detect/detect-batch.ts';
import type { Ruleset } from '#shared/detect/load-ruleset.ts';
import { withRulesOff } from '#shared/detect/rules-off.ts';
import type { TenantId } from '#shared/ids.ts';
import { matchIndicators } from '#shared/pipeline/match-indicators.ts';
import { decodeEventPack } from '#shared/pipeline/pack-codec.ts';
import type { IndicatorLookup } from '#shared/pipeline/remember-indicators.ts';
import { readRecords, type StreamRecord } from '#shared/pipeline/stream-record.ts';
import type { Archive } from '#shared/ports/archive.ts';

export type DetectRecordsPorts = DetectPorts & {
  archive: Pick<Archive, 'failUnreadable'>;
  /** Rules that the tenant switched off; `now` in Unix milliseconds. */
  rulesOff(tenantId: TenantId, now: number): Promise<ReadonlySet<string>>;
  /** What the tenant's threat feeds name. */
  indicators: IndicatorLookup;
  sleep(ms: number): Promise<void>;
};

/** Tries of one tenant's part of a batch, before the whole batch has to come again. */
const ATTEMPTS = 4;

/**
 * Runs a batch of canonical packs through the ruleset, tenant by tenant, so that the trouble of one stops no other.
 * Records that cannot be read are kept as failures and the batch goes on.
 * @throws what stood in the way when a store stays unavailable after several tries. The whole batch then has to come
 * again, which changes nothing that was done already; part-failures are not reported, since not every reader of the
 * stream honours them.
 */
export async function detectRecords(
  ports: DetectRecordsPorts,
  ruleset: Ruleset,
  records: readonly StreamRecord[],
  now: Date,
): Promise<DetectOutcome> {
  const packs = await readRecords(records, decodeEventPack, (record, reason) =>
    ports.archive.failUnreadable('events', record.sequence, record.data, reason),
  );
  const total: DetectOutcome = { events: 0, matches: 0, alerts: 0, ignored: 0, truncated: 0 };
  const failures: unknown[] = [];
  for (const [tenantId, group] of Map.groupBy(packs, (pack) => pack.tenant_id)) {
    const events = group.flatMap((pack) => pack.events);
    try {
      const outcome = await persistently(ports, async () => {
        const off = await ports.rulesOff(tenantId, now.getTime());
        const detected = await detectBatch(ports, withRulesOff(ruleset, off), tenantId, events, now);
        const named = await matchIndicators(ports, tenantId, events, now);
        return { ...detected, matches: detected.matches + named, alerts: detected.alerts + named };
      });
      for (const name of Object.keys(total) as (keyof DetectOutcome)[]) total[name] += outcome[name];
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return total;
}

async function persistently<T>({ sleep }: DetectRecordsPorts, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(100 * 2 ** attempt);
    }
  }
}
