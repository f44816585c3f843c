import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent, KinesisStreamEvent } from 'aws-lambda';
import type { Row } from '#shared/aws/dynamo-errors.ts';
import type { StreamRecord } from '#shared/pipeline/stream-record.ts';

/** A Kinesis batch without its transport. */
export function kinesisRecords(event: KinesisStreamEvent): StreamRecord[] {
  return event.Records.map(({ kinesis }) => ({
    sequence: kinesis.sequenceNumber,
    data: Buffer.from(kinesis.data, 'base64'),
  }));
}

export type RowChange = { kind: 'put'; row: Row } | { kind: 'gone'; row: Row };

/** The rows of a table's stream as they are after each change, or were before they went. */
export function rowChanges(event: DynamoDBStreamEvent): RowChange[] {
  return event.Records.flatMap(({ dynamodb }): RowChange[] => {
    if (dynamodb?.NewImage !== undefined) return [{ kind: 'put', row: read(dynamodb.NewImage) }];
    if (dynamodb?.OldImage !== undefined) return [{ kind: 'gone', row: read(dynamodb.OldImage) }];
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
