import { DomainError } from '#shared/errors.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { SourceTest, Validation } from '#shared/schema/validation.ts';
import { key, ofTenant } from './fake-rows.ts';

export type FakeProofs = {
  tests: Map<string, SourceTest>;
  validations: Map<string, Validation>;
  /** Ids of started work. */
  started: string[];
  /** Status of dry runs by workflow; `SUCCEEDED` where nothing is said. */
  dryRuns: Map<string, string | null>;
  pushed: { sourceId: string; token: string; raw: string }[];
  /** What the endpoint answers next. */
  answer: { status: number; detail: string };
};

export const newFakeProofs = (): FakeProofs => ({
  tests: new Map(),
  validations: new Map(),
  started: [],
  dryRuns: new Map(),
  pushed: [],
  answer: { status: 202, detail: 'accepted' },
});

export function fakeProofs(state: FakeProofs): Pick<Ports, 'proofs' | 'proofRuns' | 'dryRuns' | 'pushEvent'> {
  return {
    proofs: {
      test: async (tenantId, sourceId) => state.tests.get(key(tenantId, sourceId)) ?? null,
      tests: async (tenantId) => ofTenant(state.tests.values(), tenantId),
      async beginTest(tenantId, test) {
        state.tests.set(key(tenantId, test.source_id), test);
      },
      async updateTest(tenantId, test) {
        if (state.tests.get(key(tenantId, test.source_id))?.test_id !== test.test_id) return false;
        state.tests.set(key(tenantId, test.source_id), test);
        return true;
      },
      validation: async (tenantId) => state.validations.get(tenantId) ?? null,
      async beginValidation(tenantId, validation, now) {
        const known = state.validations.get(tenantId);
        if (known?.state === 'running' && known.deadline_at >= now)
          throw new DomainError('conflict', 'running');
        state.validations.set(tenantId, validation);
      },
      async updateValidation(tenantId, validation) {
        if (state.validations.get(tenantId)?.validation_id !== validation.validation_id) return false;
        state.validations.set(tenantId, validation);
        return true;
      },
    },
    proofRuns: { start: async (_tenantId, { id }) => void state.started.push(id) },
    dryRuns: {
      start: async () => {},
      status: async (_tenantId, workflow) =>
        state.dryRuns.has(workflow) ? (state.dryRuns.get(workflow) ?? null) : 'SUCCEEDED',
    },
    async pushEvent(sourceId, token, raw) {
      state.pushed.push({ sourceId, token, raw });
      return state.answer;
    },
  };
}
