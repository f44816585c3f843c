import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { answered, conditionFailure, type Row, versionRefusal } from '#shared/aws/dynamo-errors.ts';
import { POLL_SK_PREFIX, pollSk, pollSkPrefix, sourcesPk } from '#shared/aws/names.ts';
import { queryAll } from '#shared/aws/query-all.ts';
import { assertOwn, readRow } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { PollStore } from '#shared/ports/poll-store.ts';
import { type Poll, pollSchema } from '#shared/schema/poll.ts';

const STORAGE_FIELDS = ['pk', 'sk'];
const read = (row: Row): Poll => readRow(pollSchema, row, STORAGE_FIELDS);

/** Beside the sources, in the tenant's own partition, so that a purge takes them too. */
export function makeDynamoPollStore(
  client: DynamoDBDocumentClient,
  { sourcesTable: TableName }: { sourcesTable: string },
): PollStore {
  const key = (tenantId: TenantId, poll: Pick<Poll, 'source_id' | 'feed'>) => ({
    pk: sourcesPk(tenantId),
    sk: pollSk(poll.source_id, poll.feed),
  });

  async function put(command: PutCommand, refuse: (stored: Row | undefined) => DomainError): Promise<void> {
    try {
      await answered(client.send(command));
    } catch (error) {
      const stored = conditionFailure(error);
      if (stored === null) throw error;
      throw refuse(stored === 'absent' ? undefined : stored);
    }
  }

  return {
    async create(tenantId, poll) {
      assertOwn(tenantId, poll);
      const Item = { ...poll, ...key(tenantId, poll) };
      await put(
        new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
        () => new DomainError('conflict', 'This feed is polled already.'),
      );
    },
    async list(tenantId, sourceId) {
      const prefix = sourceId === undefined ? POLL_SK_PREFIX : pollSkPrefix(sourceId);
      return (await queryAll(client, TableName, sourcesPk(tenantId), prefix)).map(read);
    },
    async update(tenantId, poll) {
      assertOwn(tenantId, poll);
      const command = new PutCommand({
        TableName,
        Item: { ...poll, ...key(tenantId, poll) },
        ConditionExpression: 'attribute_exists(pk) AND version = :seen',
        ExpressionAttributeValues: { ':seen': poll.version - 1 },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      await put(command, versionRefusal('poll'));
    },
    async remove(tenantId, poll) {
      await answered(client.send(new DeleteCommand({ TableName, Key: key(tenantId, poll) })));
    },
  };
}
