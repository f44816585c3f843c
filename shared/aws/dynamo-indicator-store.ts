import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '#shared/aws/batch-get.ts';
import { answered, type Row, tookEffect } from '#shared/aws/dynamo-errors.ts';
import { contentPk, HAS_INDICATORS_SK, indicatorSk, namedValueSk } from '#shared/aws/names.ts';
import { readRow } from '#shared/aws/stored-row.ts';
import { concurrently } from '#shared/detect/concurrently.ts';
import { sha256, type TenantId } from '#shared/ids.ts';
import type { IndicatorStore } from '#shared/ports/indicator-store.ts';
import { type Indicator, indicatorSchema } from '#shared/schema/indicator.ts';
import { sleep } from '#shared/sleep.ts';

/** Indicators that are written at once. */
const AT_ONCE = 16;
/** Keys in one BatchGetItem (DynamoDB quotas). */
const BATCH = 100;
const PERSISTENCE = { attempts: 6, firstWaitMs: 25, sleep };
/** How long an indicator without an end, or after it, is kept: old events are still explained by it. */
const KEEP_SECONDS = 365 * 24 * 3600;

/**
 * A row for each indicator of a feed and a row for each value that is named, which holds the indicators that name it. Both are
 * written by version, so that the same page again, or an older one late, changes nothing.
 */
export function makeDynamoIndicatorStore(
  client: DynamoDBDocumentClient,
  { contentTable: TableName }: { contentTable: string },
): IndicatorStore {
  async function putOne(tenantId: TenantId, indicator: Indicator, now: Date): Promise<void> {
    const pk = contentPk(tenantId);
    const key = { pk, sk: indicatorSk(ownIdOf(indicator)) };
    const { Item } = await answered(
      client.send(new GetCommand({ TableName, Key: key, ConsistentRead: true })),
    );
    const before = Item === undefined ? null : readRow(indicatorSchema, Item, ['pk', 'sk', 'expires_at']);
    if (before !== null && before.modified > indicator.modified) return;
    const expires_at = Math.floor(now.getTime() / 1_000) + KEEP_SECONDS;
    const named = new Set(indicator.values.map(({ value }) => value));
    for (const { value } of before?.values ?? []) {
      if (!named.has(value)) await unname(pk, value, indicator);
    }
    for (const value of named) await name(pk, value, indicator, expires_at);
    // Last, so that a run that dies before this does all of it again.
    await answered(client.send(new PutCommand({ TableName, Item: { ...indicator, ...key, expires_at } })));
  }

  async function name(pk: string, value: string, indicator: Indicator, expires_at: number): Promise<void> {
    const slot = slotOf(indicator);
    const command = new UpdateCommand({
      TableName,
      Key: { pk, sk: namedValueSk(value) },
      UpdateExpression: 'SET #slot = :indicator, expires_at = :expires',
      ConditionExpression: 'attribute_not_exists(#slot) OR #slot.modified <= :modified',
      ExpressionAttributeNames: { '#slot': slot },
      ExpressionAttributeValues: {
        ':indicator': indicator,
        ':expires': expires_at,
        ':modified': indicator.modified,
      },
    });
    await tookEffect(client.send(command));
  }

  async function unname(pk: string, value: string, indicator: Indicator): Promise<void> {
    const update = new UpdateCommand({
      TableName,
      Key: { pk, sk: namedValueSk(value) },
      UpdateExpression: 'REMOVE #slot',
      ExpressionAttributeNames: { '#slot': slotOf(indicator) },
    });
    await answered(client.send(update));
  }

  return {
    async put(tenantId, indicators, now) {
      if (indicators.length === 0) return;
      // An update, so that what was withdrawn stays so.
      await answered(
        client.send(
          new UpdateCommand({ TableName, Key: { pk: contentPk(tenantId), sk: HAS_INDICATORS_SK } }),
        ),
      );
      await concurrently(latestOf(indicators), AT_ONCE, (indicator) => putOne(tenantId, indicator, now));
    },
    async withdraw(tenantId, sourceId) {
      const command = new UpdateCommand({
        TableName,
        Key: { pk: contentPk(tenantId), sk: HAS_INDICATORS_SK },
        UpdateExpression: 'ADD withdrawn :source',
        ExpressionAttributeValues: { ':source': new Set([sourceId]) },
        // A tenant that never had an indicator goes on costing one look-up a minute.
        ConditionExpression: 'attribute_exists(pk)',
      });
      await tookEffect(client.send(command));
    },
    async any(tenantId) {
      const Key = { pk: contentPk(tenantId), sk: HAS_INDICATORS_SK };
      return (await answered(client.send(new GetCommand({ TableName, Key })))).Item !== undefined;
    },
    async naming(tenantId, values) {
      const pk = contentPk(tenantId);
      const mark = await answered(
        client.send(new GetCommand({ TableName, Key: { pk, sk: HAS_INDICATORS_SK } })),
      );
      const withdrawn = mark.Item?.withdrawn instanceof Set ? mark.Item.withdrawn : new Set<string>();
      const bySk = new Map(values.map((value) => [namedValueSk(value), value]));
      const sks = [...bySk.keys()];
      const found = new Map<string, readonly Indicator[]>();
      for (let i = 0; i < sks.length; i += BATCH) {
        for (const row of await batchGet(
          client,
          TableName,
          { Keys: sks.slice(i, i + BATCH).map((sk) => ({ pk, sk })) },
          PERSISTENCE,
        )) {
          const value = bySk.get(String(row.sk));
          const named = indicatorsOf(row).filter(({ source_id }) => !withdrawn.has(source_id));
          if (value !== undefined && named.length > 0) found.set(value, named);
        }
      }
      return found;
    },
  };
}

/** An attribute's name for an indicator: ids of feeds hold any characters. */
const slotOf = (indicator: Indicator): string => `i_${sha256(ownIdOf(indicator)).slice(0, 24)}`;

/** Feeds that give the same object give it each for themselves: one that ends takes nothing from the others. */
const ownIdOf = ({ source_id, indicator_id }: Indicator): string => `${source_id} ${indicator_id}`;

const indicatorsOf = (row: Row): Indicator[] =>
  Object.entries(row)
    .filter(([name]) => name.startsWith('i_'))
    .map(([, value]) => indicatorSchema.parse(value));

/** A page may hold several versions of an object. */
function latestOf(indicators: readonly Indicator[]): Indicator[] {
  const byId = new Map<string, Indicator>();
  for (const one of indicators) {
    const other = byId.get(one.indicator_id);
    if (other === undefined || other.modified <= one.modified) byId.set(one.indicator_id, one);
  }
  return [...byId.values()];
}
