import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { auditStep } from '#shared/aws/dynamo-audit-store.ts';
import { answered, type Row, type TransactStep, transact } from '#shared/aws/dynamo-errors.ts';
import {
  sourceSk,
  sourcesPk,
  TOKEN_HASH_SK,
  tokenHashPk,
  tokenSk,
  tokenSkPrefix,
} from '#shared/aws/names.ts';
import { queryAll } from '#shared/aws/query-page.ts';
import { assertOwn, readRow } from '#shared/aws/stored-row.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { SourceTokenStore } from '#shared/ports/source-store.ts';
import { type SourceToken, sourceTokenSchema } from '#shared/schema/source.ts';

/** So that a source's removal revokes all its tokens in one transaction: two steps a token, 100 steps at most. */
export const MAX_LIVE_TOKENS = 40;

const STORAGE_FIELDS = ['pk', 'sk', 'hash'];
const read = (row: Row): SourceToken => readRow(sourceTokenSchema, row, STORAGE_FIELDS);

/** A token's row with the hash that leads to its second row. */
type HashedToken = { token: SourceToken; hash: string };
const readHashed = (row: Row): HashedToken => ({ token: read(row), hash: z.string().parse(row.hash) });

const notRevoked = 'attribute_exists(pk) AND attribute_type(revoked_at, :null)';
const gone = (): DomainError => new DomainError('conflict', 'The token was revoked meanwhile.');

/** Marks both rows of a token as revoked. */
export function revokeTokenSteps(table: string, { token, hash }: HashedToken, at: string): TransactStep[] {
  const keys = [
    { pk: sourcesPk(token.tenant_id), sk: tokenSk(token.source_id, token.token_id) },
    { pk: tokenHashPk(hash), sk: TOKEN_HASH_SK },
  ];
  return keys.map((Key) => ({
    item: {
      Update: {
        TableName: table,
        Key,
        UpdateExpression: 'SET revoked_at = :at',
        ConditionExpression: notRevoked,
        ExpressionAttributeValues: { ':at': at, ':null': 'NULL' },
      },
    },
    refuse: gone,
  }));
}

const tokenRows = (
  client: DynamoDBDocumentClient,
  table: string,
  tenantId: TenantId,
  sourceId: string,
): Promise<Row[]> =>
  queryAll(client, {
    TableName: table,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :token)',
    ExpressionAttributeValues: { ':pk': sourcesPk(tenantId), ':token': tokenSkPrefix(sourceId) },
    ConsistentRead: true,
  });

/** The tokens of a source that are not revoked. */
export async function liveTokens(
  client: DynamoDBDocumentClient,
  table: string,
  tenantId: TenantId,
  sourceId: string,
): Promise<HashedToken[]> {
  const rows = await tokenRows(client, table, tenantId, sourceId);
  return rows.map(readHashed).filter(({ token }) => token.revoked_at === null);
}

export function makeDynamoTokenStore(
  client: DynamoDBDocumentClient,
  names: { sourcesTable: string; auditTable: string },
): SourceTokenStore {
  const { sourcesTable, auditTable } = names;

  /** Counts the source's live tokens and, in `token_seq`, every change of them, which its removal watches. */
  const countStep = (
    tenantId: TenantId,
    sourceId: string,
    by: 1 | -1,
    refuse: TransactStep['refuse'],
  ): TransactStep => ({
    item: {
      Update: {
        TableName: sourcesTable,
        Key: { pk: sourcesPk(tenantId), sk: sourceSk(sourceId) },
        UpdateExpression: 'ADD live_tokens :by, token_seq :one',
        ConditionExpression:
          by === 1
            ? 'attribute_exists(pk) AND (attribute_not_exists(live_tokens) OR live_tokens < :most)'
            : 'attribute_exists(pk)',
        ExpressionAttributeValues: {
          ':by': by,
          ':one': 1,
          ...(by === 1 ? { ':most': MAX_LIVE_TOKENS } : {}),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    refuse,
  });

  const getToken = async (
    tenantId: TenantId,
    sourceId: string,
    tokenId: string,
  ): Promise<HashedToken | null> => {
    const Key = { pk: sourcesPk(tenantId), sk: tokenSk(sourceId, tokenId) };
    const command = new GetCommand({ TableName: sourcesTable, Key, ConsistentRead: true });
    const { Item } = await answered(client.send(command));
    return Item === undefined ? null : readHashed(Item);
  };

  return {
    /** @throws DomainError `not_found` without the source, `conflict` when it has 40 tokens in use. */
    async create(tenantId, token, hash, audit) {
      assertOwn(tenantId, token);
      const put = (pk: string, sk: string): TransactStep => ({
        item: {
          Put: {
            TableName: sourcesTable,
            Item: { ...token, hash, pk, sk },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        refuse: () => new DomainError('conflict', 'A token with this id exists.'),
      });
      await transact(client, [
        countStep(tenantId, token.source_id, 1, (source) =>
          source === undefined
            ? new DomainError('not_found', 'There is no such source.')
            : new DomainError(
                'conflict',
                `A source has at most ${MAX_LIVE_TOKENS} tokens in use. Revoke one first.`,
              ),
        ),
        put(sourcesPk(tenantId), tokenSk(token.source_id, token.token_id)),
        put(tokenHashPk(hash), TOKEN_HASH_SK),
        auditStep(auditTable, audit),
      ]);
    },

    async list(tenantId, sourceId) {
      const tokens = (await tokenRows(client, sourcesTable, tenantId, sourceId)).map(read);
      return tokens.sort((a, b) => a.created_at.localeCompare(b.created_at));
    },

    async revoke(tenantId, sourceId, tokenId, at, audit) {
      const hashed = await getToken(tenantId, sourceId, tokenId);
      if (hashed === null) return false;
      if (hashed.token.revoked_at !== null) return true;
      try {
        await transact(client, [
          ...revokeTokenSteps(sourcesTable, hashed, at),
          countStep(tenantId, sourceId, -1, gone),
          auditStep(auditTable, audit),
        ]);
      } catch (error) {
        // Somebody else revoked it, or removed its source, between the read and the write: what was asked for is done.
        const now = await getToken(tenantId, sourceId, tokenId);
        if (now === null || now.token.revoked_at === null) throw error;
      }
      return true;
    },

    async findByHash(hash) {
      const Key = { pk: tokenHashPk(hash), sk: TOKEN_HASH_SK };
      // Consistent, so that a revoked token is refused from the next request on.
      const answer = await answered(
        client.send(new GetCommand({ TableName: sourcesTable, Key, ConsistentRead: true })),
      );
      if (answer.Item === undefined) return null;
      const token = read(answer.Item);
      return token.revoked_at === null ? token : null;
    },
  };
}
