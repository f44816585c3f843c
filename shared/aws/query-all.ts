import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { answered, type Row } from '#shared/aws/dynamo-errors.ts';

/** Every row of one partition whose sort key has the prefix, in order; only those from `from` on when it is given. */
export async function queryAll(
  client: DynamoDBDocumentClient,
  table: string,
  pk: string,
  prefix: string,
  from: string = prefix,
): Promise<Row[]> {
  const rows: Row[] = [];
  let start: Row | undefined;
  do {
    const command = new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      // U+FFFF sorts behind every character that a key holds.
      ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': `${prefix}\uFFFF` },
      ConsistentRead: true,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const page = await answered(client.send(command));
    rows.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return rows;
}
