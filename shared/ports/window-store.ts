import type { TenantId } from '#shared/ids.ts';

/** Names one correlation window: a rule and the values of its group-by fields. */
export type WindowKey = string;

/** Opaque to the store; `shared/detect` makes it. JSON-compatible. */
export type StoredWindow = { version: number; state: unknown };

export type WindowWrite = {
  key: WindowKey;
  /** 0 where the window did not exist when it was loaded. */
  expectedVersion: number;
  state: unknown;
  /** Unix seconds after which the store may forget it. */
  expiresAt: number;
};

/** State of correlations, per tenant. Writes are conditional, so that two readers of one group stay exact. */
export type WindowStore = {
  /** Sees every write that was answered before it: chains of correlations rely on the order of loads and saves. */
  load(tenantId: TenantId, keys: readonly WindowKey[]): Promise<Map<WindowKey, StoredWindow>>;
  /** Writes each whose stored version is the expected one; returns the keys that somebody else changed meanwhile. */
  save(tenantId: TenantId, writes: readonly WindowWrite[]): Promise<WindowKey[]>;
};
