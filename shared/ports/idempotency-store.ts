import type { TenantId } from '#shared/ids.ts';

export type StoredAnswer = { status: number; body: unknown };

export type IdempotencyStore = {
  /**
   * Claims a key for one request. `fresh`: go on and call `complete`; `replay`: this was its answer; `running`: the
   * first request has not ended; `mismatch`: the key was used with another request.
   */
  begin(
    tenantId: TenantId,
    key: string,
    requestHash: string,
    now: Date,
  ): Promise<
    | { state: 'fresh' }
    | { state: 'replay'; answer: StoredAnswer }
    | { state: 'running' }
    | { state: 'mismatch' }
  >;
  complete(tenantId: TenantId, key: string, answer: StoredAnswer, now: Date): Promise<void>;
  /** Frees a key whose request failed, so that it may be tried again. */
  release(tenantId: TenantId, key: string): Promise<void>;
};
