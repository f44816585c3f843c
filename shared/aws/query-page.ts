import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { answered, type Row } from '#shared/aws/dynamo-errors.ts';
import { DomainError } from '#shared/errors.ts';
import type { Page, PageRequest } from '#shared/ports/page.ts';

/** Query calls that one page may cost when a filter lets little through; the page is then short and has a `next`. */
const MAX_CALLS = 10;
/** Rows looked at in one call under a filter. */
const FILTERED_LIMIT = 200;

type PageQuery<T> = {
  query: QueryCommandInput;
  page: PageRequest;
  /** The part of the key that the query fixes. It never stands in a position, so a position can't lead to another tenant. */
  fixedKey: Row;
  /** The attributes that with `fixedKey` make the start key; their values are the position. */
  sortKey: readonly string[];
  read: (row: Row) => T;
};

const encode = (row: Row, sortKey: readonly string[]): string =>
  Buffer.from(JSON.stringify(sortKey.map((name) => row[name]))).toString('base64url');

function decode(position: string, sortKey: readonly string[]): Row {
  try {
    const values = z
      .array(z.string().min(1).max(512))
      .length(sortKey.length)
      .parse(JSON.parse(Buffer.from(position, 'base64url').toString()));
    return Object.fromEntries(sortKey.map((name, i) => [name, values[i]]));
  } catch {
    throw new DomainError('invalid_request', 'The page position is not one that this list gave out.');
  }
}

/**
 * One page of a query, filled up over as many calls as it takes (at most 10).
 * @throws DomainError `invalid_request` for a position that is none, `unavailable` under overload.
 */
export async function queryPage<T>(client: DynamoDBDocumentClient, wanted: PageQuery<T>): Promise<Page<T>> {
  const { query, page, fixedKey, sortKey, read } = wanted;
  const filtered = query.FilterExpression !== undefined;
  let from: Row | undefined =
    page.position === null ? undefined : { ...fixedKey, ...decode(page.position, sortKey) };
  const rows: Row[] = [];
  for (let call = 0; call < MAX_CALLS; call++) {
    // One more than asked for tells whether there is a next page.
    const limit = filtered ? Math.max(FILTERED_LIMIT, page.limit + 1) : page.limit + 1 - rows.length;
    const answer = await answered(
      client.send(new QueryCommand({ ...query, Limit: limit, ExclusiveStartKey: from })),
    );
    rows.push(...(answer.Items ?? []));
    from = answer.LastEvaluatedKey;
    const last = rows[page.limit - 1];
    if (rows.length > page.limit && last !== undefined) {
      return { items: rows.slice(0, page.limit).map(read), next: encode(last, sortKey) };
    }
    if (from === undefined) return { items: rows.map(read), next: null };
  }
  return { items: rows.map(read), next: from === undefined ? null : encode(from, sortKey) };
}

/** All rows of a query that is small by its nature. */
export async function queryAll(client: DynamoDBDocumentClient, query: QueryCommandInput): Promise<Row[]> {
  const rows: Row[] = [];
  let from: Row | undefined;
  do {
    const answer = await answered(client.send(new QueryCommand({ ...query, ExclusiveStartKey: from })));
    rows.push(...(answer.Items ?? []));
    from = answer.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
}
