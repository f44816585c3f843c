import { MAX_TRANSACTION_STEPS, type TransactStep, versionRefusal } from '#shared/aws/dynamo-errors.ts';
import { timelinePk, timelineSk } from '#shared/aws/names.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { AlertLinks } from '#shared/ports/case-store.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';

export type CaseTables = {
  casesTable: string;
  timelineTable: string;
  alertsTable: string;
  auditTable: string;
};

/** Each linked alert costs a step and mostly a timeline entry, and a transaction has 100 steps. */
export const MAX_LINKS = 40;

/** @throws DomainError `invalid_request` when a change touches more than one transaction takes, or an alert twice. */
export function assertLinks(links: AlertLinks, timeline: readonly TimelineEntry[]): void {
  const all = [...links.link, ...links.unlink];
  if (all.length > MAX_LINKS) {
    throw new DomainError(
      'invalid_request',
      `One request can link or unlink at most ${MAX_LINKS} alerts, and this one names ${all.length}. Send several.`,
    );
  }
  if (new Set(all).size !== all.length) {
    throw new DomainError('invalid_request', 'An alert is named twice. Name each alert once.');
  }
  if (all.length + timeline.length + 2 > MAX_TRANSACTION_STEPS) {
    throw new DomainError('invalid_request', 'The change is too large for one request. Send several.');
  }
}

export const newCaseStep = (tables: CaseTables, item: Case): TransactStep => ({
  item: {
    Put: { TableName: tables.casesTable, Item: item, ConditionExpression: 'attribute_not_exists(case_id)' },
  },
  refuse: () => new DomainError('conflict', 'A case with this id exists.'),
});

export const changedCaseStep = (tables: CaseTables, item: Case): TransactStep => ({
  item: {
    Put: {
      TableName: tables.casesTable,
      Item: item,
      ConditionExpression: 'attribute_exists(case_id) AND version = :seen',
      ExpressionAttributeValues: { ':seen': item.version - 1 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  refuse: versionRefusal('case'),
});

export const timelineStep = (tables: CaseTables, tenantId: TenantId, entry: TimelineEntry): TransactStep => ({
  item: {
    Put: {
      TableName: tables.timelineTable,
      Item: { ...entry, pk: timelinePk(tenantId, entry.case_id), sk: timelineSk(entry.at, entry.entry_id) },
      ConditionExpression: 'attribute_not_exists(sk)',
    },
  },
  refuse: () => new DomainError('conflict', 'A timeline entry with this id exists.'),
});

const alertRefusal =
  (alertId: string, inTheWay: string): TransactStep['refuse'] =>
  (stored) =>
    stored === undefined
      ? new DomainError('not_found', `There is no alert ${alertId}.`, { alert_id: alertId })
      : new DomainError('conflict', `Alert ${alertId} ${inTheWay}.`, { alert_id: alertId });

/** `attribute_type … NULL` and not `= :null`: an alert that was never linked holds the NULL type. */
const unlinked = '(attribute_not_exists(case_id) OR attribute_type(case_id, :null))';

/**
 * Sets `case_id` on an alert of this tenant (the key holds the tenant, so another's is simply not found). A linked alert
 * counts as triaged: triage must not open a second case for what people took in hand before it came by.
 */
export const linkStep = (tables: CaseTables, item: Case, alertId: string): TransactStep => ({
  item: {
    Update: {
      TableName: tables.alertsTable,
      Key: { tenant_id: item.tenant_id, alert_id: alertId },
      UpdateExpression:
        'SET case_id = :case, updated_at = :now, triaged_at = if_not_exists(triaged_at, :now) ADD version :one',
      ConditionExpression: `attribute_exists(alert_id) AND (${unlinked} OR case_id = :case)`,
      ExpressionAttributeValues: {
        ':case': item.case_id,
        ':now': item.updated_at,
        ':one': 1,
        ':null': 'NULL',
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  refuse: alertRefusal(alertId, 'is linked to another case. Unlink it there first'),
});

export const unlinkStep = (tables: CaseTables, item: Case, alertId: string): TransactStep => ({
  item: {
    Update: {
      TableName: tables.alertsTable,
      Key: { tenant_id: item.tenant_id, alert_id: alertId },
      UpdateExpression: 'SET case_id = :none, updated_at = :now ADD version :one',
      ConditionExpression: 'attribute_exists(alert_id) AND case_id = :case',
      ExpressionAttributeValues: { ':case': item.case_id, ':none': null, ':now': item.updated_at, ':one': 1 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  refuse: alertRefusal(alertId, 'is not linked to this case'),
});

/** Triage's link: only for an alert that nobody, neither triage nor people, has handled. */
export const triageStep = (tables: CaseTables, item: Case, alertId: string): TransactStep => ({
  item: {
    Update: {
      TableName: tables.alertsTable,
      Key: { tenant_id: item.tenant_id, alert_id: alertId },
      UpdateExpression: 'SET case_id = :case, updated_at = :now, triaged_at = :now ADD version :one',
      ConditionExpression: `attribute_exists(alert_id) AND attribute_not_exists(triaged_at) AND ${unlinked}`,
      ExpressionAttributeValues: {
        ':case': item.case_id,
        ':now': item.updated_at,
        ':one': 1,
        ':null': 'NULL',
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  refuse: alertRefusal(alertId, 'was triaged before'),
});
