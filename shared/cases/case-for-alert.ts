import { uuidV5 } from '#shared/ids.ts';
import type { Alert, Level } from '#shared/schema/alert.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import { newCase } from './new-case.ts';

/** Alerts below medium wait in the alerts list; a case for each would bury the ones that matter. */
const caseSeverities: Readonly<Partial<Record<Level, Case['severity']>>> = {
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

const TITLE_LIMIT = 300;

export function opensCase(alert: Pick<Alert, 'rule'>): boolean {
  return caseSeverities[alert.rule.level] !== undefined;
}

/**
 * The case that triage opens for an alert. Everything in it but the time follows from the alert, so that triage run
 * twice opens one case.
 */
export function caseForAlert(
  alert: Alert,
  now: Date,
): { item: Case; timeline: TimelineEntry[]; audit: AuditRecord } {
  const caseId = uuidV5('case', alert.tenant_id, alert.alert_id);
  const who = Object.values(alert.group).join(', ');
  const title = who === '' ? alert.rule.title : `${alert.rule.title}: ${who}`;
  const description =
    `Opened for alert ${alert.alert_id} of the rule "${alert.rule.title}" (${alert.rule.level}), ` +
    `counted ${alert.count} from ${alert.first_seen} to ${alert.last_seen}.`;
  const wanted = {
    title: title.slice(0, TITLE_LIMIT),
    description: description.slice(0, 10_000),
    severity: caseSeverities[alert.rule.level] ?? 'low',
    assignee: null,
    alert_ids: [alert.alert_id],
  };
  const { item, timeline } = newCase(alert.tenant_id, caseId, wanted, 'triage', now);
  const audit: AuditRecord = {
    audit_id: uuidV5('audit', alert.tenant_id, 'openCase', caseId),
    tenant_id: alert.tenant_id,
    at: item.created_at,
    actor: { id: 'triage', email: null, role: 'system' },
    action: 'openCase',
    target: `case/${caseId}`,
    before: null,
    after: { title: item.title, severity: item.severity, alert_ids: item.alert_ids },
    request_id: `alert/${alert.alert_id}`,
  };
  return { item, timeline, audit };
}
