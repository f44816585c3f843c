import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { FakeState } from './fake-ports.ts';
import { key, ofTenant, pageOf, refuseStale } from './fake-rows.ts';

export function fakeCases(state: FakeState): Ports['cases'] {
  const link = (
    tenantId: TenantId,
    caseId: string,
    link: readonly string[],
    unlink: readonly string[],
  ): void => {
    for (const id of link) {
      const alert = state.alerts.get(key(tenantId, id));
      if (alert === undefined) throw new DomainError('not_found', `There is no alert ${id}.`);
      if (alert.case_id !== null && alert.case_id !== caseId) {
        throw new DomainError('conflict', `Alert ${id} is linked to another case.`);
      }
    }
    for (const id of link) setCase(state, tenantId, id, caseId);
    for (const id of unlink) setCase(state, tenantId, id, null);
  };
  return {
    async create(tenantId, item, timeline, audit) {
      if (state.cases.has(key(tenantId, item.case_id))) throw new DomainError('conflict', 'The case exists.');
      link(tenantId, item.case_id, item.alert_ids, []);
      state.cases.set(key(tenantId, item.case_id), item);
      state.timeline.push(...timeline);
      state.audit.push(audit);
    },
    openForAlert: async () => {
      throw new Error('Triage opens cases for alerts; the API does not.');
    },
    get: async (tenantId, caseId) => state.cases.get(key(tenantId, caseId)) ?? null,
    async update(tenantId, item, timeline, links, audit) {
      refuseStale('case', state.cases.get(key(tenantId, item.case_id)), item);
      link(tenantId, item.case_id, links.link, links.unlink);
      state.cases.set(key(tenantId, item.case_id), item);
      state.timeline.push(...timeline);
      state.audit.push(audit);
    },
    async list(tenantId, filter, page) {
      const { from = '', to = '~', ...words } = filter;
      const own = ofTenant(state.cases.values(), tenantId)
        .filter((item) => item.created_at >= from && item.created_at < to)
        .filter((item) =>
          (['status', 'severity', 'assignee'] as const).every(
            (field) => words[field] === undefined || words[field] === item[field],
          ),
        );
      return pageOf(
        own.sort((a, b) => (a.created_at < b.created_at ? 1 : -1)),
        page,
      );
    },
    async comment(tenantId, entry, audit) {
      if (!state.cases.has(key(tenantId, entry.case_id)))
        throw new DomainError('not_found', 'There is no such case.');
      state.timeline.push(entry);
      state.audit.push(audit);
    },
    timeline: async (tenantId, caseId, kind, page) =>
      pageOf(
        ofTenant(state.timeline, tenantId).filter(
          (entry) => entry.case_id === caseId && (kind === null || entry.kind === kind),
        ),
        page,
      ),
  };
}

function setCase(state: FakeState, tenantId: TenantId, alertId: string, caseId: string | null): void {
  const alert = state.alerts.get(key(tenantId, alertId));
  if (alert !== undefined) state.alerts.set(key(tenantId, alertId), { ...alert, case_id: caseId });
}
