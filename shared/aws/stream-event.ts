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

function read(image: Readonly<Record<string, unknown>>): Row {
  return unmarshall(image as Record<string, AttributeValue>);
}
