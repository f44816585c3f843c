import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import type { GraylogStream } from '#shared/vendors/graylog.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

export const STREAM_KEY = 'stream';

/** Graylog's number for "is exactly". */
const EXACT = 1;

const objectOf = ({ tenantId }: ResourceContext): string => `stream of ${tenantId}`;

const fieldOf = ({ systems }: ResourceContext): string => systems.graylog?.customer_field ?? '';

const carries = (context: ResourceContext, stream: GraylogStream): boolean =>
  stream.rules.some(
    (rule) =>
      rule.field === fieldOf(context) &&
      rule.type === EXACT &&
      rule.value === context.tenantId &&
      !rule.inverted,
  );

/** By index set and rule, compared here: titles may repeat, and newer servers filter without regard to case. */
export async function findStream(context: ResourceContext): Promise<GraylogStream | null> {
  const indexSet = context.ledger.idOf('graylog-index-set', 'index-set');
  const graylog = await context.apis.graylog();
  const mine = (await graylog.streams()).filter((stream) => carries(context, stream));
  return mine.find((stream) => stream.index_set_id === indexSet) ?? null;
}

export const graylogStream: Resource = {
  name: 'graylog-stream',
  title: 'Graylog stream with the customer’s rule',
  system: 'graylog',
  needs: ['graylog-index-set'],
  applies: (setup, systems) => setup.platforms.includes('open_source') && systems.graylog !== null,

  async plan(context) {
    const base = { object: objectOf(context), call: 'POST /streams' };
    const graylog = await context.apis.graylog();
    const mine = (await graylog.streams()).filter((stream) => carries(context, stream));
    const indexSet = context.ledger.idOf('graylog-index-set', 'index-set');
    const [other] = mine.filter((stream) => indexSet !== null && stream.index_set_id !== indexSet);
    if (other !== undefined) {
      const reason =
        `The stream "${other.title}" already takes the messages of ${context.tenantId} into another index set. ` +
        'Delete it or its rule in Graylog.';
      return [{ ...base, action: 'collision', reason }];
    }
    return [{ ...base, action: mine.length > 0 ? 'adopt' : 'create', reason: null }];
  },

  async ensure(context) {
    const graylog = await context.apis.graylog();
    const indexSetId = context.ledger.idOf('graylog-index-set', 'index-set');
    if (indexSetId === null)
      throw new VendorError('graylog', 'not_found', 'The index set of the stream is not known');
    await ensureObject(context, {
      key: STREAM_KEY,
      find: () => findStream(context),
      create: () =>
        graylog.createStream({
          title: `Wazuh ${context.tenantId}`,
          description: `Endpoint events of ${context.tenantId}, made by Gatehouse`,
          indexSetId,
          field: fieldOf(context),
          value: context.tenantId,
        }),
      idOf: ({ id }) => id,
    });
  },

  async verify(context) {
    const stream = await findStream(context);
    if (stream === null) return [gone(objectOf(context))];
    // A second rule or OR would let another customer's messages in.
    return differences(
      objectOf(context),
      { matching_type: 'AND', index_set_id: context.ledger.idOf('graylog-index-set', 'index-set') },
      stream,
    );
  },

  remove: (context) =>
    removeObject(context, {
      key: STREAM_KEY,
      object: objectOf(context),
      findId: async () => (await findStream(context))?.id ?? null,
      drop: async (id) => (await context.apis.graylog()).deleteStream(id),
    }),
};
