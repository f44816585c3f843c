import { BatchWriteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { auditStep } from '#shared/aws/dynamo-audit-store.ts';
import { answered, type Row, transact, unavailable } from '#shared/aws/dynamo-errors.ts';
import {
  contentPk,
  importedSk,
  importedSkPrefix,
  KIND_SK_PREFIX,
  kindDaySk,
  kindSk,
  OFF_SK_PREFIX,
  offSk,
} from '#shared/aws/names.ts';
import { queryAll } from '#shared/aws/query-all.ts';
import { readRow } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import { sha256 } from '#shared/ids.ts';
import type { ContentStore } from '#shared/ports/content-store.ts';
import { type EventKind, eventKindSchema } from '#shared/schema/census.ts';
import { importedRuleSchema } from '#shared/schema/imported-rule.ts';
import { sleep } from '#shared/sleep.ts';

const STORAGE_FIELDS = ['pk', 'sk', 'expires_at'];
/** How long a kind of event is remembered after its day. */
const KIND_DAYS = 30;
const DAY_SECONDS = 24 * 3600;
/** Keys in one BatchWriteItem (DynamoDB quotas). */
const BATCH = 25;
const UNPROCESSED_TRIES = 6;

export function makeDynamoContentStore(
  client: DynamoDBDocumentClient,
  names: { contentTable: string; auditTable: string },
): ContentStore {
  const { contentTable } = names;

  async function writeAll(requests: readonly Row[]): Promise<void> {
    for (let start = 0; start < requests.length; start += BATCH) {
      let left = requests.slice(start, start + BATCH);
      for (let attempt = 0; left.length > 0; attempt++) {
        if (attempt === UNPROCESSED_TRIES) throw unavailable();
        if (attempt > 0) await sleep(25 * 2 ** attempt);
        const answer = await answered(
          client.send(new BatchWriteCommand({ RequestItems: { [contentTable]: left } })),
        );
        left = answer.UnprocessedItems?.[contentTable] ?? [];
      }
    }
  }

  return {
    async rulesOff(tenantId) {
      const rows = await queryAll(client, contentTable, contentPk(tenantId), OFF_SK_PREFIX);
      return new Set(rows.map(({ sk }) => String(sk).slice(OFF_SK_PREFIX.length)));
    },

    async switchRule(tenantId, ruleId, on, audit) {
      const Key = { pk: contentPk(tenantId), sk: offSk(ruleId) };
      const refuse = () => new DomainError('conflict', 'The rule was switched meanwhile. Try again.');
      await transact(client, [
        {
          item: on
            ? { Delete: { TableName: contentTable, Key } }
            : { Put: { TableName: contentTable, Item: { ...Key, since: audit.at } } },
          refuse,
        },
        auditStep(names.auditTable, audit),
      ]);
    },

    async importedRules(tenantId) {
      const rows = await queryAll(client, contentTable, contentPk(tenantId), 'imported#');
      return rows.map((row) => readRow(importedRuleSchema, row, STORAGE_FIELDS));
    },

    async replaceImported(tenantId, origin, rules) {
      const pk = contentPk(tenantId);
      const items = rules.map((rule) => ({ ...rule, pk, sk: importedSk(origin, sha256(rule.rule_id)) }));
      const kept = new Set(items.map(({ sk }) => sk));
      const before = await queryAll(client, contentTable, pk, importedSkPrefix(origin));
      const gone = before.filter(({ sk }) => !kept.has(String(sk)));
      await writeAll([
        ...items.map((Item) => ({ PutRequest: { Item } })),
        ...gone.map(({ sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
      ]);
    },

    async noteKinds(tenantId, kinds) {
      for (const { source_id, logsource, fields, last_seen_at } of kinds) {
        const hour = last_seen_at.slice(0, 13);
        const day = hour.slice(0, 10);
        const key = {
          pk: contentPk(tenantId),
          sk: kindSk(day, source_id, sha256(JSON.stringify(logsource)).slice(0, 16)),
        };
        // Sets only grow, so the same again, late or out of order, changes nothing.
        const update = new UpdateCommand({
          TableName: contentTable,
          Key: key,
          UpdateExpression:
            'ADD field_names :fields, seen_hours :hours SET source_id = :source, logsource = :logsource, expires_at = :expires',
          ExpressionAttributeValues: {
            ':fields': new Set(fields.length === 0 ? ['(none)'] : fields),
            ':hours': new Set([hour]),
            ':source': source_id,
            ':logsource': logsource,
            ':expires': Date.parse(`${day}T00:00:00Z`) / 1000 + KIND_DAYS * DAY_SECONDS,
          },
        });
        await answered(client.send(update));
      }
    },

    async kindsSince(tenantId, since) {
      const from = kindDaySk(since.slice(0, 10));
      const rows = await queryAll(client, contentTable, contentPk(tenantId), KIND_SK_PREFIX, from);
      return rows
        .map(readKind)
        .filter(({ last_seen_at }) => last_seen_at >= `${since.slice(0, 13)}:00:00.000Z`);
    },
  };
}

function readKind({ source_id, logsource, field_names, seen_hours }: Row): EventKind {
  const names = field_names instanceof Set ? [...field_names].map(String).sort() : [];
  const hours = seen_hours instanceof Set ? [...seen_hours].map(String).sort() : [];
  return eventKindSchema.parse({
    source_id,
    logsource,
    fields: names.filter((name) => name !== '(none)'),
    last_seen_at: `${hours.at(-1)}:00:00.000Z`,
  });
}
