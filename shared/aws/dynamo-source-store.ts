import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { auditStep } from '#shared/aws/dynamo-audit-store.ts';
import { answered, type Row, transact, versionRefusal } from '#shared/aws/dynamo-errors.ts';
import { makeDynamoPollStore } from '#shared/aws/dynamo-poll-store.ts';
import { liveTokens, revokeTokenSteps } from '#shared/aws/dynamo-token-store.ts';
import {
  faultSkPrefix,
  healthSk,
  hourSk,
  hoursSkPrefix,
  SOURCE_SK_PREFIX,
  sourceSk,
  sourcesPk,
  WEBHOOK_SK,
  webhookPk,
} from '#shared/aws/names.ts';
import { queryAll } from '#shared/aws/query-all.ts';
import { queryPage } from '#shared/aws/query-page.ts';
import { assertOwn, readRow, setFields } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import { pollerStateOf } from '#shared/polling/poller-state.ts';
import type { SourceStore } from '#shared/ports/source-store.ts';
import {
  type Source,
  sourceFaultSchema,
  sourceHealthSchema,
  sourceHourSchema,
  sourceSchema,
} from '#shared/schema/source.ts';

/** `live_tokens` and `token_seq` are kept by `dynamo-token-store.ts`. */
const STORAGE_FIELDS = ['pk', 'sk', 'live_tokens', 'token_seq'];
const read = (row: Row): Source => readRow(sourceSchema, row, STORAGE_FIELDS);

/** Times that a removal starts over because a token was made meanwhile. */
const REMOVE_ATTEMPTS = 5;

export function makeDynamoSourceStore(
  client: DynamoDBDocumentClient,
  names: { sourcesTable: string; auditTable: string },
): SourceStore {
  const { sourcesTable, auditTable } = names;
  const polls = makeDynamoPollStore(client, names);
  const getRow = async (pk: string, sk: string): Promise<Row | undefined> => {
    const command = new GetCommand({ TableName: sourcesTable, Key: { pk, sk }, ConsistentRead: true });
    return (await answered(client.send(command))).Item;
  };

  return {
    async create(tenantId, source, audit) {
      assertOwn(tenantId, source);
      await transact(client, [
        {
          item: {
            Put: {
              TableName: sourcesTable,
              Item: { ...source, pk: sourcesPk(tenantId), sk: sourceSk(source.source_id) },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          refuse: () => new DomainError('conflict', 'A source with this id exists.'),
        },
        auditStep(auditTable, audit),
      ]);
    },

    async get(tenantId, sourceId) {
      const row = await getRow(sourcesPk(tenantId), sourceSk(sourceId));
      return row === undefined ? null : read(row);
    },

    async update(tenantId, source, audit) {
      assertOwn(tenantId, source);
      const set = setFields(source);
      await transact(client, [
        {
          item: {
            Update: {
              TableName: sourcesTable,
              Key: { pk: sourcesPk(tenantId), sk: sourceSk(source.source_id) },
              ...set,
              ConditionExpression: 'attribute_exists(pk) AND version = :seen',
              ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':seen': source.version - 1 },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          refuse: versionRefusal('source'),
        },
        auditStep(auditTable, audit),
      ]);
    },

    async remove(tenantId, sourceId, audit) {
      const key = { pk: sourcesPk(tenantId), sk: sourceSk(sourceId) };
      for (let attempt = 1; ; attempt++) {
        const row = await getRow(key.pk, key.sk);
        if (row === undefined) throw new DomainError('not_found', 'There is no such source.');
        const tokens = await liveTokens(client, sourcesTable, tenantId, sourceId);
        try {
          await transact(client, [
            {
              item: {
                Delete: {
                  TableName: sourcesTable,
                  Key: key,
                  // No token was made or revoked since they were read, or it would outlive its source.
                  ConditionExpression:
                    'attribute_exists(pk) AND (attribute_not_exists(token_seq) OR token_seq = :seen)',
                  ExpressionAttributeValues: { ':seen': row.token_seq ?? 0 },
                },
              },
              refuse: () => new DomainError('conflict', 'The source was changed meanwhile. Try again.'),
            },
            {
              item: {
                Delete: { TableName: sourcesTable, Key: { pk: webhookPk(sourceId), sk: WEBHOOK_SK } },
              },
              refuse: () => new DomainError('conflict', 'The signature was changed meanwhile. Try again.'),
            },
            ...tokens.flatMap((token) => revokeTokenSteps(sourcesTable, token, audit.at)),
            auditStep(auditTable, audit),
          ]);
          return;
        } catch (error) {
          const again =
            error instanceof DomainError && error.code === 'conflict' && attempt < REMOVE_ATTEMPTS;
          if (!again) throw error;
        }
      }
    },

    list: (tenantId, page) =>
      queryPage(client, {
        query: {
          TableName: sourcesTable,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :source)',
          ExpressionAttributeValues: { ':pk': sourcesPk(tenantId), ':source': SOURCE_SK_PREFIX },
        },
        page,
        fixedKey: { pk: sourcesPk(tenantId) },
        sortKey: ['sk'],
        read,
      }),

    async health(tenantId, sourceId) {
      const row = (await getRow(sourcesPk(tenantId), healthSk(sourceId))) ?? {};
      // The row is made of counters that grow from nothing, so each may be absent.
      return sourceHealthSchema.parse({
        tenant_id: tenantId,
        source_id: sourceId,
        events: row.events ?? 0,
        failed: row.failed ?? 0,
        last_event_at: row.last_event_at ?? null,
        last_failure_at: row.last_failure_at ?? null,
        last_failure_reason: row.last_failure_reason ?? null,
        lag_seconds: row.lag_seconds ?? null,
      });
    },

    async hours(tenantId, sourceId, since) {
      const prefix = hoursSkPrefix(sourceId);
      const from = hourSk(sourceId, since.slice(0, 13));
      const rows = await queryAll(client, sourcesTable, sourcesPk(tenantId), prefix, from);
      return rows.map(({ sk, events, failed }) =>
        sourceHourSchema.parse({
          hour: `${String(sk).slice(prefix.length)}:00:00.000Z`,
          events: events ?? 0,
          failed: failed ?? 0,
        }),
      );
    },

    async faults(tenantId, sourceId) {
      const rows = await queryAll(client, sourcesTable, sourcesPk(tenantId), faultSkPrefix(sourceId));
      return rows
        .map(({ reason, failed, last_at }) => sourceFaultSchema.parse({ reason, count: failed, last_at }))
        .sort((a, b) => b.count - a.count);
    },

    poller: async (tenantId, sourceId) => pollerStateOf(await polls.list(tenantId, sourceId)),
  };
}
