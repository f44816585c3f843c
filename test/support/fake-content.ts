import type { Ports } from '#shared/ports/ports.ts';
import type { FakeState } from './fake-ports.ts';

/** The content store in memory. */
export function fakeContent(state: FakeState): Ports['content'] {
  return {
    rulesOff: async (tenantId) => new Set(state.rulesOff.get(tenantId)),
    async switchRule(tenantId, ruleId, on, audit) {
      const off = state.rulesOff.get(tenantId) ?? new Set();
      state.rulesOff.set(tenantId, off);
      if (on) off.delete(ruleId);
      else off.add(ruleId);
      state.audit.push(audit);
    },
    importedRules: async (tenantId) => state.imported.get(tenantId) ?? [],
    async replaceImported(tenantId, origin, rules) {
      const others = (state.imported.get(tenantId) ?? []).filter((rule) => rule.origin !== origin);
      state.imported.set(tenantId, [...others, ...rules]);
    },
    async noteKinds(tenantId, kinds) {
      state.kinds.set(tenantId, [...(state.kinds.get(tenantId) ?? []), ...kinds]);
    },
    kindsSince: async (tenantId, since) =>
      (state.kinds.get(tenantId) ?? []).filter(({ last_seen_at }) => last_seen_at >= since),
  };
}
