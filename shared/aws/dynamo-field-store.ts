import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { answered, type Row } from '#shared/aws/dynamo-errors.ts';
import { fieldSk, fieldSkPrefix, sourcesPk } from '#shared/aws/names.ts';
import { queryAll } from '#shared/aws/query-all.ts';
import type { FieldStore } from '#shared/ports/field-store.ts';
import { MAX_SAMPLES, type Sighting, sightingSchema } from '#shared/schema/adaptation.ts';

/** How long a field is remembered after it last came. */
const KEPT_SECONDS = 30 * 24 * 3600;

/** Beside the sources, in the tenant's own partition, so that a purge takes them too. */
export function makeDynamoFieldStore(
  client: DynamoDBDocumentClient,
  { sourcesTable: TableName }: { sourcesTable: string },
): FieldStore {
  return {
    async note(tenantId, sightings) {
      const updates = sightings.map((sighting) => {
        const { source_id, connector, field, samples } = sighting;
        const isFull = samples.length >= MAX_SAMPLES;
        return new UpdateCommand({
          TableName,
          Key: { pk: sourcesPk(tenantId), sk: fieldSk(source_id, connector, field) },
          UpdateExpression: `ADD seen :count${sighting.beside.length > 0 ? ', beside_names :beside' : ''}
            SET source_id = :source, connector = :connector, field_name = :field,
              first_seen = if_not_exists(first_seen, :first), last_seen = :last, expires_at = :expires,
              samples = ${isFull ? ':samples' : 'if_not_exists(samples, :samples)'}`,
          ExpressionAttributeValues: {
            ':count': sighting.count,
            ':source': source_id,
            ':connector': connector,
            ':field': field,
            ':first': sighting.first_seen,
            ':last': sighting.last_seen,
            ':expires': Math.floor(Date.parse(sighting.last_seen) / 1_000) + KEPT_SECONDS,
            ':samples': samples,
            ...(sighting.beside.length > 0 ? { ':beside': new Set(sighting.beside) } : {}),
          },
        });
      });
      await Promise.all(updates.map((update) => answered(client.send(update))));
    },
    async list(tenantId, sourceId) {
      const rows = await queryAll(client, TableName, sourcesPk(tenantId), fieldSkPrefix(sourceId));
      return rows.map(sightingOf).sort((one, other) => (one.field < other.field ? -1 : 1));
    },
  };
}

function sightingOf({ seen, field_name, beside_names, ...row }: Row): Sighting {
  const { pk: _, sk: __, expires_at: ___, ...own } = row;
  const beside = beside_names instanceof Set ? [...beside_names].map(String).sort() : [];
  return sightingSchema.parse({ ...own, field: field_name, count: seen, beside });
}
