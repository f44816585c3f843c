import { alertIndexName, caseIndexName } from '#shared/aws/names.ts';
import type { TenantId } from '#shared/ids.ts';
import type { IndexChange } from '#shared/ports/search-index.ts';
import type { Alert } from '#shared/schema/alert.ts';
import type { Case } from '#shared/schema/case.ts';

/** Text that free-text search looks through is cut here: an alert's evidence may be large, its first part names it. */
const MAX_SEARCH_TEXT = 20_000;

/** What is searchable of an alert or case; the whole of it is kept unindexed under `doc`, so that no field explodes the mapping. */
export const mappings = {
  dynamic: false,
  properties: {
    tenant_id: { type: 'keyword' },
    id: { type: 'keyword' },
    status: { type: 'keyword' },
    severity: { type: 'integer' },
    severity_word: { type: 'keyword' },
    // Longer ones are kept and not indexed; without the limit, one over Lucene's 32,766 bytes refuses the document.
    rule_id: { type: 'keyword', ignore_above: 1024 },
    assignee: { type: 'keyword', ignore_above: 1024 },
    created_at: { type: 'date' },
    search_text: { type: 'text' },
    doc: { type: 'object', enabled: false },
  },
} as const;

export type BulkOperation = {
  action: Record<string, unknown>;
  document: Record<string, unknown> | null;
};

/**
 * One change as a bulk operation with an external version (OpenSearch "index" with `version_type: external`): an
 * older version never replaces a newer one, whatever the order of delivery. Deletes go without a version: with one,
 * OpenSearch would create a missing index for them.
 */
export function bulkOperation(tenantId: TenantId, change: IndexChange): BulkOperation {
  switch (change.kind) {
    case 'put-alert':
      return {
        action: {
          index: target(
            alertIndexName(tenantId, change.alert.created_at),
            change.alert.alert_id,
            change.alert,
          ),
        },
        document: alertDocument(tenantId, change.alert),
      };
    case 'put-case':
      return {
        action: {
          index: target(caseIndexName(tenantId), change.item.case_id, change.item),
        },
        document: caseDocument(tenantId, change.item),
      };
    case 'delete-alert':
      return {
        action: { delete: { _index: alertIndexName(tenantId, change.created_at), _id: change.alert_id } },
        document: null,
      };
    case 'delete-case':
      return {
        action: { delete: { _index: caseIndexName(tenantId), _id: change.case_id } },
        document: null,
      };
  }
}

function target(index: string, id: string, versioned: { version: number }): Record<string, unknown> {
  return {
    _index: index,
    _id: id,
    version: versioned.version,
    version_type: 'external',
  };
}

function alertDocument(tenantId: TenantId, alert: Alert): Record<string, unknown> {
  const words = alert.evidence.flatMap((event) => [
    event.actor.id,
    event.target.id,
    ...Object.values(event.attributes).flat().map(String),
  ]);
  return {
    tenant_id: tenantId,
    id: alert.alert_id,
    status: alert.status,
    severity: alert.severity,
    rule_id: alert.rule.id,
    assignee: alert.assignee,
    created_at: alert.created_at,
    search_text: searchText([
      alert.rule.title,
      alert.rule.id,
      ...alert.rule.tags,
      ...Object.values(alert.group),
      ...words,
    ]),
    doc: alert,
  };
}

function caseDocument(tenantId: TenantId, item: Case): Record<string, unknown> {
  return {
    tenant_id: tenantId,
    id: item.case_id,
    status: item.status,
    severity_word: item.severity,
    assignee: item.assignee,
    created_at: item.created_at,
    search_text: searchText([item.title, item.description, item.case_id, ...item.alert_ids]),
    doc: item,
  };
}

function searchText(words: readonly string[]): string {
  return [...new Set(words)].join('\n').slice(0, MAX_SEARCH_TEXT);
}
