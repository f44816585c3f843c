import type { FailedRecord } from '#shared/ports/archive.ts';
import type { FailureStore, ReplayState } from '#shared/ports/failure-store.ts';
import { key, pageOf } from './fake-rows.ts';

type State = { failures: Map<string, FailedRecord>; replays: Map<string, ReplayState> };

/** Sidelined records in memory, with the contract of `shared/ports/failure-store.ts`. */
export function fakeFailures(state: State): FailureStore {
  const markOf = (tenantId: string, { failure_id, parser }: FailedRecord): string =>
    `${tenantId}#${failure_id}#${parser.name}#${parser.version}`;
  return {
    list: async (tenantId, { from, to }, page) => {
      const own = [...state.failures].flatMap(([name, record]) =>
        name === key(tenantId, record.failure_id) ? [record] : [],
      );
      const hour = (at: string): string => at.slice(0, 13);
      const meant = own.filter(
        ({ received_at: at }) =>
          (from === null || hour(at) >= hour(from)) && (to === null || hour(at) <= hour(to)),
      );
      return pageOf(meant, page);
    },
    take: async (tenantId, record) => {
      const before = state.replays.get(markOf(tenantId, record)) ?? 'fresh';
      if (before === 'fresh') state.replays.set(markOf(tenantId, record), 'taken');
      return before;
    },
    markSent: async (tenantId, records) => {
      for (const record of records) state.replays.set(markOf(tenantId, record), 'sent');
    },
  };
}
