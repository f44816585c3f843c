import type { Ports } from '#shared/ports/ports.ts';
import type { FakeState } from './fake-ports.ts';
import { key, ofTenant, pageOf, refuseStale } from './fake-rows.ts';

export function fakeSources(state: FakeState): Ports['sources'] {
  return {
    async create(tenantId, source, audit) {
      state.sources.set(key(tenantId, source.source_id), source);
      state.audit.push(audit);
    },
    get: async (tenantId, sourceId) => state.sources.get(key(tenantId, sourceId)) ?? null,
    async update(tenantId, source, audit) {
      refuseStale('source', state.sources.get(key(tenantId, source.source_id)), source);
      state.sources.set(key(tenantId, source.source_id), source);
      state.audit.push(audit);
    },
    async remove(tenantId, sourceId, audit) {
      state.sources.delete(key(tenantId, sourceId));
      state.audit.push(audit);
    },
    list: async (tenantId, page) => pageOf(ofTenant(state.sources.values(), tenantId), page),
    health: async (tenantId, sourceId) => ({
      tenant_id: tenantId,
      source_id: sourceId,
      events: 0,
      failed: 0,
      last_event_at: null,
      last_failure_at: null,
      last_failure_reason: null,
      lag_seconds: null,
      ...state.health.get(key(tenantId, sourceId)),
    }),
    hours: async (tenantId, sourceId) => state.hours.get(key(tenantId, sourceId)) ?? [],
    faults: async (tenantId, sourceId) => state.faults.get(key(tenantId, sourceId)) ?? [],
    poller: async (tenantId, sourceId) => state.pollers.get(key(tenantId, sourceId)) ?? null,
  };
}

export function fakeWebhooks(state: FakeState): Ports['webhooks'] {
  return {
    async set(webhook, _at, audit) {
      state.webhooks.set(webhook.source_id, webhook);
      state.audit.push(audit);
    },
    async remove(tenantId, sourceId, audit) {
      if (state.webhooks.get(sourceId)?.tenant_id !== tenantId) return false;
      state.webhooks.delete(sourceId);
      state.audit.push(audit);
      return true;
    },
    find: async (sourceId) => state.webhooks.get(sourceId) ?? null,
  };
}

export function fakeTokens(state: FakeState): Ports['tokens'] {
  return {
    async create(tenantId, token, hash, audit) {
      state.tokens.set(key(tenantId, token.source_id, token.token_id), { token, hash });
      state.audit.push(audit);
    },
    list: async (tenantId, sourceId) =>
      ofTenant(
        [...state.tokens.values()].map(({ token }) => token),
        tenantId,
      ).filter((token) => token.source_id === sourceId),
    async revoke(tenantId, sourceId, tokenId, at, audit) {
      const stored = state.tokens.get(key(tenantId, sourceId, tokenId));
      if (stored === undefined) return false;
      if (stored.token.revoked_at === null) {
        stored.token = { ...stored.token, revoked_at: at };
        state.audit.push(audit);
      }
      return true;
    },
    async findByHash(hash) {
      const stored = [...state.tokens.values()].find((one) => one.hash === hash);
      return stored === undefined || stored.token.revoked_at !== null ? null : stored.token;
    },
  };
}
