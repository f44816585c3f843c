import type { TenantId } from '#shared/ids.ts';
import type { StoredWindow, WindowKey, WindowStore } from '#shared/ports/window-store.ts';

/** Windows in memory, for the command line and the proofs inside rules. State passes through JSON as in a real store. */
export function makeMemoryWindowStore(): WindowStore {
  const rows = new Map<string, { version: number; json: string }>();
  const rowKey = (tenantId: TenantId, key: WindowKey) => `${tenantId}#${key}`;
  return {
    async load(tenantId, keys) {
      const found = new Map<WindowKey, StoredWindow>();
      for (const key of keys) {
        const row = rows.get(rowKey(tenantId, key));
        if (row !== undefined) found.set(key, { version: row.version, state: JSON.parse(row.json) });
      }
      return found;
    },
    async save(tenantId, writes) {
      const conflicts: WindowKey[] = [];
      for (const { key, expectedVersion, state } of writes) {
        const version = rows.get(rowKey(tenantId, key))?.version ?? 0;
        if (version !== expectedVersion) conflicts.push(key);
        else rows.set(rowKey(tenantId, key), { version: version + 1, json: JSON.stringify(state) });
      }
      return conflicts;
    },
  };
}
