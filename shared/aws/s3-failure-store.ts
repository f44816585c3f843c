import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { HOUR_SECONDS, hourOf } from '#shared/aws/count-once.ts';
import { answered, type TransactStep, transact } from '#shared/aws/dynamo-errors.ts';
import {
  controlPk,
  failureHourPrefix,
  failurePrefix,
  healthSk,
  hourSk,
  sourcesPk,
} from '#shared/aws/names.ts';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { FailedRecord } from '#shared/ports/archive.ts';
import type { FailureStore, ReplayState } from '#shared/ports/failure-store.ts';

/** Longer than the failure bucket keeps a record (`infra/stacks/data.ts`), so that none comes back a second time. */
const KEEP_SECONDS = 400 * 24 * 3_600;

const recordSchema = z.object({
  tenant_id: z.string(),
  failure_id: z.string(),
  source_id: z.string(),
  received_at: z.iso.datetime(),
  reason: z.string(),
  parser: z.object({ name: z.string(), version: z.string() }),
  /** Records of before it was kept stood alone. */
  o: z.number().int().min(0).default(0),
  raw: z.string(),
});

const stateSchema = z.object({ state: z.enum(['taken', 'sent']) });

type Options = { failuresBucket: string; sourcesTable: string; controlTable: string };

/** Sidelined records as `s3-archive.ts` writes them; what became of them is in the control table. */
export function makeS3FailureStore(
  s3: S3Client,
  dynamo: DynamoDBDocumentClient,
  options: Options,
): FailureStore {
  return {
    async list(tenantId, { from, to }, page) {
      const prefix = failurePrefix(tenantId);
      const start = page.position ?? (from === null ? null : failureHourPrefix(tenantId, from));
      const answer = await s3.send(
        new ListObjectsV2Command({
          Bucket: options.failuresBucket,
          Prefix: prefix,
          MaxKeys: page.limit,
          ...(start === null ? {} : { StartAfter: start }),
        }),
      );
      const listed = (answer.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
      // "0" is the character after "/": everything of the last hour sorts before it.
      const end = to === null ? `${prefix}_` : `${failureHourPrefix(tenantId, to).slice(0, -1)}0`;
      const keys = listed.filter((key) => key < end);
      const records = await Promise.all(
        keys.map((key) => readRecord(s3, options.failuresBucket, tenantId, key)),
      );
      const more = answer.IsTruncated === true && keys.length === listed.length;
      return { items: records, next: more ? (keys.at(-1) ?? null) : null };
    },

    async take(tenantId, record, now) {
      const state = await stateOf(dynamo, options, tenantId, record);
      if (state !== 'fresh') return state;
      try {
        await transact(dynamo, takeSteps(tenantId, record, options, now));
        return 'fresh';
      } catch (error) {
        if (error instanceof DomainError && error.code === 'conflict')
          return stateOf(dynamo, options, tenantId, record);
        throw error;
      }
    },

    async markSent(tenantId, records, now) {
      const expires_at = Math.floor(now.getTime() / 1_000) + KEEP_SECONDS;
      await Promise.all(
        records.map((record) =>
          answered(
            dynamo.send(
              new PutCommand({
                TableName: options.controlTable,
                Item: { pk: replayPk(tenantId, record), state: 'sent', expires_at },
              }),
            ),
          ),
        ),
      );
    },
  };
}

/** A record that another parser fails on has a name of its own: it may go back again after that one changed. */
function replayPk(tenantId: TenantId, { failure_id, parser }: FailedRecord): string {
  return controlPk(tenantId, 'replay', failure_id, parser.name, parser.version);
}

async function stateOf(
  dynamo: DynamoDBDocumentClient,
  { controlTable }: Options,
  tenantId: TenantId,
  record: FailedRecord,
): Promise<ReplayState> {
  const Key = { pk: replayPk(tenantId, record) };
  const { Item } = await answered(
    dynamo.send(new GetCommand({ TableName: controlTable, Key, ConsistentRead: true })),
  );
  return Item === undefined ? 'fresh' : stateSchema.parse(Item).state;
}

/** The mark of its failure goes too, so that a second failure is counted again. */
function takeSteps(
  tenantId: TenantId,
  record: FailedRecord,
  { sourcesTable, controlTable }: Options,
  now: Date,
): TransactStep[] {
  const refuse = (): DomainError => new DomainError('conflict', 'Another replay took this record.');
  const expires_at = Math.floor(now.getTime() / 1_000) + KEEP_SECONDS;
  return [
    {
      item: {
        Put: {
          TableName: controlTable,
          Item: { pk: replayPk(tenantId, record), state: 'taken', expires_at },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      refuse,
    },
    {
      item: {
        Delete: { TableName: controlTable, Key: { pk: controlPk(tenantId, 'failure', record.failure_id) } },
      },
      refuse,
    },
    ...[healthSk(record.source_id), ...hourStill(record, now)].map((sk) => ({
      item: {
        Update: {
          TableName: sourcesTable,
          Key: { pk: sourcesPk(tenantId), sk },
          UpdateExpression: 'ADD failed :less',
          ExpressionAttributeValues: { ':less': -1 },
        },
      },
      refuse,
    })),
  ];
}

/** The row of the record's hour, while it is there: one that has gone must not come back without an end. */
function hourStill({ source_id, received_at }: FailedRecord, now: Date): string[] {
  const ends = Date.parse(received_at) + HOUR_SECONDS * 1_000;
  return now.getTime() < ends ? [hourSk(source_id, hourOf({ at: received_at }))] : [];
}

/** @throws Error when an object under one tenant's prefix says that it is another's. */
async function readRecord(
  s3: S3Client,
  bucket: string,
  tenantId: TenantId,
  key: string,
): Promise<FailedRecord> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const { tenant_id, ...record } = recordSchema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
  if (tenant_id !== tenantId) throw new Error('a sidelined record lies under the prefix of another tenant');
  return record;
}
