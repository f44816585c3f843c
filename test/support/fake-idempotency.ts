import type { IdempotencyStore } from '#shared/ports/idempotency-store.ts';
import type { FakeState } from './fake-ports.ts';
import { key } from './fake-rows.ts';

export function fakeIdempotency(state: FakeState): IdempotencyStore {
  return {
    async begin(tenantId, idempotencyKey, requestHash) {
      const stored = state.idempotency.get(key(tenantId, idempotencyKey));
      if (stored === undefined) {
        state.idempotency.set(key(tenantId, idempotencyKey), { requestHash, answer: null });
        return { state: 'fresh' };
      }
      if (stored.requestHash !== requestHash) return { state: 'mismatch' };
      return stored.answer === null ? { state: 'running' } : { state: 'replay', answer: stored.answer };
    },
    async complete(tenantId, idempotencyKey, answer) {
      const stored = state.idempotency.get(key(tenantId, idempotencyKey));
      if (stored !== undefined) stored.answer = structuredClone(answer);
    },
    async release(tenantId, idempotencyKey) {
      state.idempotency.delete(key(tenantId, idempotencyKey));
    },
  };
}
