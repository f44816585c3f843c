import type { SourceReading } from '#shared/connectors/source-settings.ts';
import type { TenantId } from '#shared/ids.ts';

/** How the events of a tenant's source are read. */
export type SettingsOf = (tenantId: TenantId, sourceId: string) => Promise<SourceReading>;

/** How long a change of settings may take to reach the events, beside what waits in the raw stream. */
const KEPT_MS = 3_000;
const MAX_KEPT = 10_000;

/** Asks for the settings of a source once in three seconds: packs of one source come many a second. */
export function rememberSettings(read: SettingsOf, now: () => number): SettingsOf {
  const kept = new Map<string, { at: number; settings: Promise<SourceReading> }>();
  return (tenantId, sourceId) => {
    const key = JSON.stringify([tenantId, sourceId]);
    const known = kept.get(key);
    if (known !== undefined && now() - known.at < KEPT_MS) return known.settings;
    if (kept.size >= MAX_KEPT) kept.clear();
    const settings = read(tenantId, sourceId);
    kept.set(key, { at: now(), settings });
    // An answer that did not come is asked for again, by whoever needs it next.
    settings.catch(() => kept.delete(key));
    return settings;
  };
}
