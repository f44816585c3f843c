import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import {
  assertLinks,
  type CaseTables,
  changedCaseStep,
  linkStep,
  newCaseStep,
  timelineStep,
  triageStep,
  unlinkStep,
} from '#shared/aws/case-steps.ts';
import { auditStep } from '#shared/aws/dynamo-audit-store.ts';
import { answered, type Row, transact } from '#shared/aws/dynamo-errors.ts';
import { BY_CREATED_INDEX, timelinePk } from '#shared/aws/names.ts';
import { queryPage } from '#shared/aws/query-page.ts';
import { assertOwn, readRow } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import type { CaseFilter, CaseStore } from '#shared/ports/case-store.ts';
import { caseSchema, timelineEntrySchema } from '#shared/schema/case.ts';

/** RFC 3339 in UTC with milliseconds sorts as text only where both sides are written alike. */
const instant = (at: string, plus = 0): string => new Date(Date.parse(at) + plus).toISOString();
const FIRST_INSTANT = '0000-01-01T00:00:00.000Z';
const LAST_INSTANT = '9999-12-31T23:59:59.999Z';

/** Equality filters run after the key condition; the names are placeholders because `status` is a reserved word. */
function filterExpression(filter: CaseFilter): Row {
  const given = (['status', 'severity', 'assignee'] as const).filter((name) => filter[name] !== undefined);
  if (given.length === 0) return {};
  return {
    FilterExpression: given.map((name) => `#${name} = :${name}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(given.map((name) => [`#${name}`, name])),
  };
}

export function makeDynamoCaseStore(client: DynamoDBDocumentClient, tables: CaseTables): CaseStore {
  return {
    async create(tenantId, item, timeline, audit) {
      assertOwn(tenantId, item, ...timeline);
      assertLinks({ link: item.alert_ids, unlink: [] }, timeline);
      await transact(client, [
        newCaseStep(tables, item),
        ...item.alert_ids.map((alertId) => linkStep(tables, item, alertId)),
        ...timeline.map((entry) => timelineStep(tables, tenantId, entry)),
        auditStep(tables.auditTable, audit),
      ]);
    },

    async openForAlert(tenantId, alertId, item, timeline, audit) {
      assertOwn(tenantId, item, ...timeline);
      const triaged = triageStep(tables, item, alertId);
      let handledBefore = false;
      try {
        await transact(client, [
          {
            item: triaged.item,
            refuse: (stored) => {
              handledBefore = stored !== undefined;
              return triaged.refuse(stored);
            },
          },
          newCaseStep(tables, item),
          ...timeline.map((entry) => timelineStep(tables, tenantId, entry)),
          auditStep(tables.auditTable, audit),
        ]);
        return true;
      } catch (error) {
        if (handledBefore) return false;
        throw error;
      }
    },

    async get(tenantId, caseId) {
      const command = new GetCommand({
        TableName: tables.casesTable,
        Key: { tenant_id: tenantId, case_id: caseId },
        ConsistentRead: true,
      });
      const { Item } = await answered(client.send(command));
      return Item === undefined ? null : readRow(caseSchema, Item, []);
    },

    async update(tenantId, item, timeline, links, audit) {
      assertOwn(tenantId, item, ...timeline);
      assertLinks(links, timeline);
      await transact(client, [
        changedCaseStep(tables, item),
        ...links.link.map((alertId) => linkStep(tables, item, alertId)),
        ...links.unlink.map((alertId) => unlinkStep(tables, item, alertId)),
        ...timeline.map((entry) => timelineStep(tables, tenantId, entry)),
        auditStep(tables.auditTable, audit),
      ]);
    },

    /** From an index: a case made within the last second may still be missing. */
    async list(tenantId, filter, page) {
      const from = filter.from === undefined ? FIRST_INSTANT : instant(filter.from);
      // BETWEEN includes both ends, and stored times have milliseconds.
      const to = filter.to === undefined ? LAST_INSTANT : instant(filter.to, -1);
      if (from > to) return { items: [], next: null };
      const { status, severity, assignee } = filter;
      const values = { ':status': status, ':severity': severity, ':assignee': assignee };
      return queryPage(client, {
        query: {
          TableName: tables.casesTable,
          IndexName: BY_CREATED_INDEX,
          KeyConditionExpression: 'tenant_id = :tenant AND created_at BETWEEN :from AND :to',
          ...filterExpression(filter),
          ExpressionAttributeValues: { ':tenant': tenantId, ':from': from, ':to': to, ...values },
          ScanIndexForward: false,
        },
        page,
        fixedKey: { tenant_id: tenantId },
        sortKey: ['created_at', 'case_id'],
        read: (row) => readRow(caseSchema, row, []),
      });
    },

    async comment(tenantId, entry, audit) {
      assertOwn(tenantId, entry);
      await transact(client, [
        {
          item: {
            ConditionCheck: {
              TableName: tables.casesTable,
              Key: { tenant_id: tenantId, case_id: entry.case_id },
              ConditionExpression: 'attribute_exists(case_id)',
            },
          },
          refuse: () => new DomainError('not_found', 'There is no such case.'),
        },
        timelineStep(tables, tenantId, entry),
        auditStep(tables.auditTable, audit),
      ]);
    },

    timeline: (tenantId, caseId, kind, page) =>
      queryPage(client, {
        query: {
          TableName: tables.timelineTable,
          KeyConditionExpression: 'pk = :pk',
          ...(kind === null ? {} : { FilterExpression: 'kind = :kind' }),
          ExpressionAttributeValues: {
            ':pk': timelinePk(tenantId, caseId),
            ...(kind === null ? {} : { ':kind': kind }),
          },
        },
        page,
        fixedKey: { pk: timelinePk(tenantId, caseId) },
        sortKey: ['sk'],
        read: (row) => readRow(timelineEntrySchema, row, ['pk', 'sk']),
      }),
  };
}
