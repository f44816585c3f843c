import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent, KinesisStreamEvent } from 'aws-lambda';
import type { Row } from '#shared/aws/dynamo-errors.ts';
import { codeOfPartition } from '#shared/aws/names.ts';
import type { StreamRecord } from '#shared/pipeline/stream-record.ts';

/** A Kinesis batch without its transport. */
export function kinesisRecords(event: KinesisStreamEvent): StreamRecord[] {
  return event.Records.map(({ kinesis }) => ({
    sequence: kinesis.sequenceNumber,
    data: Buffer.from(kinesis.data, 'base64'),
  }));
}

/** The same with the tenant's code in its partition key: what a reader can tell without unpacking. */
export function kinesisRecordsByCode(event: KinesisStreamEvent): Map<string, StreamRecord[]> {
  return Map.groupBy(kinesisRecords(event), (_record, i) =>
    codeOfPartition(event.Records[i]?.kinesis.partitionKey ?? ''),
  );
}

/** `before` is the row as it was before the change; null when it is new. */
export type RowChange = { kind: 'put'; row: Row; before: Row | null } | { kind: 'gone'; row: Row };

/** The rows of a table's stream as they are after each change, or were before they went. */
export function rowChanges(event: DynamoDBStreamEvent): RowChange[] {
  return event.Records.flatMap(({ dynamodb }): RowChange[] => {
    const before = dynamodb?.OldImage === undefined ? null : read(dynamodb.OldImage);
    if (dynamodb?.NewImage !== undefined) return [{ kind: 'put', row: read(dynamodb.NewImage), before }];
    if (before !== null) return [{ kind: 'gone', row: before }];
    return [];
  });
}

/**
 * Changes as the reader's own type. A row that does not read is told to `skipped` and left out: it stays in its table,
 * from which the index can be rebuilt, and must not stop what comes after it.
 */
export function readChanges<T>(
  event: DynamoDBStreamEvent,
  change: (row: RowChange) => T,
  skipped: (reason: string) => void,
): T[] {
  return rowChanges(event).flatMap((row) => {
    try {
      return [change(row)];
    } catch (error) {
      skipped(error instanceof Error ? error.message : 'unreadable');
      return [];
    }
  });
}

function read(image: Readonly<Record<string, unknown>>): Row {
  return unmarshall(image as Record<string, AttributeValue>);
}
