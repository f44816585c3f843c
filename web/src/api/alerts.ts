import type { Alert } from '#shared/schema/alert.ts';
import type { Client, Page, Query } from './client.ts';

export type AlertChange = Partial<Pick<Alert, 'status' | 'assignee'>>;

export function listAlerts(client: Client, query: Query, signal?: AbortSignal): Promise<Page<Alert>> {
  return client.request('/api/v1/alerts', { query, ...(signal ? { signal } : {}) });
}

export function getAlert(client: Client, alertId: string, signal?: AbortSignal): Promise<Alert> {
  return client.request(`/api/v1/alerts/${encodeURIComponent(alertId)}`, signal ? { signal } : {});
}

export function changeAlert(client: Client, alert: Alert, change: AlertChange): Promise<Alert> {
  return client.request(`/api/v1/alerts/${encodeURIComponent(alert.alert_id)}`, {
    method: 'PATCH',
    body: { ...change, version: alert.version },
  });
}
