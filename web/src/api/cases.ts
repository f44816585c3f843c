import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import type { Client, Page, Query } from './client.ts';

export type CaseChange = Partial<Pick<Case, 'title' | 'description' | 'status' | 'severity' | 'assignee'>>;
export type NewCase = Pick<Case, 'title' | 'description' | 'severity'> & { alert_ids?: string[] };

const pathOf = (caseId: string, rest = '') => `/api/v1/cases/${encodeURIComponent(caseId)}${rest}`;

export function listCases(client: Client, query: Query, signal?: AbortSignal): Promise<Page<Case>> {
  return client.request('/api/v1/cases', { query, ...(signal ? { signal } : {}) });
}

export function getCase(client: Client, caseId: string, signal?: AbortSignal): Promise<Case> {
  return client.request(pathOf(caseId), signal ? { signal } : {});
}

export function createCase(client: Client, body: NewCase): Promise<Case> {
  return client.request('/api/v1/cases', { method: 'POST', body });
}

export function changeCase(client: Client, item: Case, change: CaseChange): Promise<Case> {
  return client.request(pathOf(item.case_id), {
    method: 'PATCH',
    body: { ...change, version: item.version },
  });
}

export function addComment(client: Client, caseId: string, text: string): Promise<TimelineEntry> {
  return client.request(pathOf(caseId, '/comments'), { method: 'POST', body: { text } });
}

export function listTimeline(
  client: Client,
  caseId: string,
  query: Query,
  signal?: AbortSignal,
): Promise<Page<TimelineEntry>> {
  return client.request(pathOf(caseId, '/timeline'), { query, ...(signal ? { signal } : {}) });
}

export function linkAlert(client: Client, item: Case, alertId: string): Promise<Case> {
  return client.request(pathOf(item.case_id, '/alerts'), { method: 'POST', body: { alert_id: alertId } });
}

export function unlinkAlert(client: Client, item: Case, alertId: string): Promise<unknown> {
  return client.request(pathOf(item.case_id, `/alerts/${encodeURIComponent(alertId)}`), { method: 'DELETE' });
}
