import { gunzipSync } from 'node:zlib';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { KinesisClient, PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type {
  BatchGetCommandInput,
  DynamoDBDocumentClient,
  TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

type Row = Record<string, unknown>;

/** Kills the function at its n-th write, before the write has its effect or right after. */
export type Kill = { at: number; moment: 'before' | 'after' };

export class Killed extends Error {}

/**
 * What the pipeline's functions write to, in memory, as far as they use it: S3 objects, rows with conditional puts and
 * counters in transactions, stream records. A write can kill.
 */
export type MemoryCloud = {
  objects: Map<string, string>;
  rows: Map<string, Row>;
  /** Bytes of the records in each stream, in their order. */
  streams: Map<string, Uint8Array[]>;
  writes: number;
  kill: Kill | null;
  s3: S3Client;
  dynamo: DynamoDBDocumentClient;
  kinesis: KinesisClient;
};

export function makeMemoryCloud(): MemoryCloud {
  const cloud = {
    objects: new Map<string, string>(),
    rows: new Map<string, Row>(),
    streams: new Map<string, Uint8Array[]>(),
    writes: 0,
    kill: null as Kill | null,
  };
  const write = <T>(effect: () => T): T => {
    const number = ++cloud.writes;
    if (cloud.kill?.at === number && cloud.kill.moment === 'before')
      throw new Killed(`before write ${number}`);
    const result = effect();
    if (cloud.kill?.at === number) throw new Killed(`after write ${number}`);
    return result;
  };
  const client = (send: (name: string, input: never) => unknown) => ({
    send: async (command: { constructor: { name: string }; input: never }) =>
      send(command.constructor.name, command.input),
  });
  const s3 = client((name, input) => {
    if (name !== 'PutObjectCommand') throw new Error(`no ${name} in memory`);
    return write(() => putObject(cloud.objects, input));
  });
  const dynamo = client((name, input) => {
    if (name === 'BatchGetCommand') return batchGet(cloud.rows, input);
    if (name !== 'TransactWriteCommand') throw new Error(`no ${name} in memory`);
    return write(() => transactWrite(cloud.rows, input));
  });
  const kinesis = client((name, input) => {
    if (name !== 'PutRecordsCommand') throw new Error(`no ${name} in memory`);
    return write(() => putRecords(cloud.streams, input));
  });
  return Object.assign(cloud, {
    s3: s3 as unknown as S3Client,
    dynamo: dynamo as unknown as DynamoDBDocumentClient,
    kinesis: kinesis as unknown as KinesisClient,
  });
}

function putObject(
  objects: Map<string, string>,
  { Bucket, Key, Body, Metadata, ContentEncoding }: PutObjectCommandInput,
): object {
  const bytes = Buffer.from(Body as Uint8Array | string);
  const text = (ContentEncoding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
  objects.set(
    `${Bucket}/${Key}`,
    Metadata?.reason === undefined ? text : `${text}\n${decodeURIComponent(Metadata.reason)}`,
  );
  return {};
}

function batchGet(rows: ReadonlyMap<string, Row>, { RequestItems = {} }: BatchGetCommandInput): object {
  const Responses = Object.fromEntries(
    Object.entries(RequestItems).map(([table, { Keys = [] }]) => [
      table,
      Keys.flatMap((key) => rows.get(rowKey(table, key)) ?? []),
    ]),
  );
  return { Responses };
}

/** Puts under `attribute_not_exists(pk)` and updates `ADD <field> :n SET <field> = :value, …`, all or none. */
function transactWrite(rows: Map<string, Row>, { TransactItems = [] }: TransactWriteCommandInput): object {
  const taken = TransactItems.map(
    ({ Put }) => Put !== undefined && rows.has(rowKey(Put.TableName, Put.Item ?? {})),
  );
  if (taken.includes(true)) {
    throw new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: taken.map((one) => ({ Code: one ? 'ConditionalCheckFailed' : 'None' })),
    });
  }
  for (const { Put, Update } of TransactItems) {
    if (Put !== undefined) rows.set(rowKey(Put.TableName, Put.Item ?? {}), Put.Item ?? {});
    if (Update !== undefined) {
      const key = rowKey(Update.TableName, Update.Key ?? {});
      const values = Update.ExpressionAttributeValues ?? {};
      const [, counter = '', sets = ''] = /^ADD (\w+) :n SET (.+)$/.exec(Update.UpdateExpression ?? '') ?? [];
      const row: Row = { ...Update.Key, ...rows.get(key) };
      row[counter] = Number(row[counter] ?? 0) + Number(values[':n']);
      for (const [, field = '', value = ''] of sets.matchAll(/(\w+) = (:\w+)/g)) row[field] = values[value];
      rows.set(key, row);
    }
  }
  return {};
}

function putRecords(
  streams: Map<string, Uint8Array[]>,
  { StreamName = '', Records = [] }: PutRecordsCommandInput,
): object {
  const stream = streams.get(StreamName) ?? [];
  streams.set(StreamName, [...stream, ...Records.map(({ Data = new Uint8Array() }) => Data)]);
  return {
    FailedRecordCount: 0,
    Records: Records.map((_, i) => ({ SequenceNumber: String(stream.length + i), ShardId: 's' })),
  };
}

function rowKey(table: string | undefined, { pk, sk }: Row): string {
  return [table, pk, sk].join('|');
}
