import { z } from 'zod';
import { pathOf, type VendorHttp } from '#shared/vendors/http.ts';

const indexSetSchema = z.object({
  id: z.string(),
  title: z.string(),
  index_prefix: z.string(),
  shards: z.number(),
  replicas: z.number(),
  writable: z.boolean(),
  retention_strategy: z.object({ max_number_of_indices: z.number().optional() }).nullish(),
});
export type GraylogIndexSet = z.infer<typeof indexSetSchema>;

const ruleSchema = z.object({
  field: z.string(),
  type: z.number(),
  value: z.string().nullish(),
  inverted: z.boolean(),
});

const streamSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  index_set_id: z.string(),
  disabled: z.boolean(),
  matching_type: z.string(),
  remove_matches_from_default_stream: z.boolean(),
  rules: z
    .array(ruleSchema)
    .nullish()
    .transform((rules) => rules ?? []),
});
export type GraylogStream = z.infer<typeof streamSchema>;

export type NewGraylogIndexSet = {
  title: string;
  description: string;
  prefix: string;
  shards: number;
  replicas: number;
  /** One index a day, so this is the number of indices kept. */
  retentionDays: number;
};

export type NewGraylogStream = {
  title: string;
  description: string;
  indexSetId: string;
  field: string;
  value: string;
};

export type GraylogApi = {
  /** Such as `6.1.4`. */
  version(): Promise<string>;
  indexSets(): Promise<GraylogIndexSet[]>;
  indexSet(id: string): Promise<GraylogIndexSet | null>;
  createIndexSet(wanted: NewGraylogIndexSet): Promise<GraylogIndexSet>;
  updateIndexSet(id: string, wanted: NewGraylogIndexSet): Promise<void>;
  /** Deletes its indices too. False when it was not there. */
  deleteIndexSet(id: string): Promise<boolean>;
  streams(): Promise<GraylogStream[]>;
  stream(id: string): Promise<GraylogStream | null>;
  createStream(wanted: NewGraylogStream): Promise<string>;
  deleteStream(id: string): Promise<boolean>;
  resumeStream(id: string): Promise<void>;
  pauseStream(id: string): Promise<boolean>;
  pipelines(): Promise<{ id: string; title: string }[]>;
  /** Ids of the pipelines that the stream is connected to. */
  connections(streamId: string): Promise<string[]>;
  /** Replaces the whole set. */
  connect(streamId: string, pipelineIds: readonly string[]): Promise<void>;
};

const STRATEGY = 'org.graylog2.indexer';
const ROTATION = `${STRATEGY}.rotation.strategies.TimeBasedRotationStrategy`;
const RETENTION = `${STRATEGY}.retention.strategies.DeletionRetentionStrategy`;
const PAGE = 50;

/** Typed calls to a Graylog server from 6.1 to 7.x; its version decides how a stream's body looks. */
export function makeGraylogApi(http: VendorHttp): GraylogApi {
  const ignored = z.unknown();
  let known: Promise<string> | undefined;

  /** Asked once per client: a server that is upgraded in between answers a stream of the old form with 400. */
  function version(): Promise<string> {
    known ??= http
      .call({ method: 'GET', path: '/system', answer: z.object({ version: z.string() }) })
      .then(({ version: text }) => text.split('+')[0] ?? text);
    known.catch(() => {
      known = undefined;
    });
    return known;
  }

  /** From 7.0 on an entity is wrapped, and the flat form is refused (before, the wrapped one). */
  const wrapped = async (entity: object): Promise<object> =>
    majorOf(await version()) >= 7 ? { entity, share_request: null } : entity;

  async function streams(): Promise<GraylogStream[]> {
    const all: GraylogStream[] = [];
    const answer = z.object({
      elements: z.array(streamSchema),
      pagination: z.object({ total: z.number() }),
    });
    for (let page = 1; ; page++) {
      const query = { page, per_page: PAGE, query: '' };
      const { elements, pagination } = await http.call({
        method: 'GET',
        path: '/streams/paginated',
        query,
        answer,
      });
      all.push(...elements);
      if (elements.length === 0 || all.length >= pagination.total) return all;
    }
  }

  return {
    version,
    async indexSets() {
      const answer = z.object({ index_sets: z.array(indexSetSchema) });
      const query = { skip: 0, limit: 0, stats: false };
      return (await http.call({ method: 'GET', path: '/system/indices/index_sets', query, answer }))
        .index_sets;
    },
    indexSet: (id) =>
      http.find({ method: 'GET', path: `/system/indices/index_sets${pathOf(id)}`, answer: indexSetSchema }),
    createIndexSet: (wanted) =>
      http.call({
        method: 'POST',
        path: '/system/indices/index_sets',
        json: indexSetBody(wanted),
        answer: indexSetSchema,
      }),
    async updateIndexSet(id, wanted) {
      const path = `/system/indices/index_sets${pathOf(id)}`;
      await http.call({ method: 'PUT', path, json: { id, ...indexSetBody(wanted) }, answer: ignored });
    },
    async deleteIndexSet(id) {
      const path = `/system/indices/index_sets${pathOf(id)}`;
      const query = { delete_indices: true };
      return (await http.find({ method: 'DELETE', path, query, answer: done })) !== null;
    },
    streams,
    stream: (id) => http.find({ method: 'GET', path: `/streams${pathOf(id)}`, answer: streamSchema }),
    async createStream(wanted) {
      const json = await wrapped({
        title: wanted.title,
        description: wanted.description,
        index_set_id: wanted.indexSetId,
        matching_type: 'AND',
        remove_matches_from_default_stream: true,
        rules: [{ field: wanted.field, type: 1, value: wanted.value, inverted: false }],
      });
      const answer = z.object({ stream_id: z.string() });
      return (await http.call({ method: 'POST', path: '/streams', json, answer })).stream_id;
    },
    deleteStream: (id) => dropped(http, `/streams${pathOf(id)}`),
    async resumeStream(id) {
      await http.call({
        method: 'POST',
        path: `/streams${pathOf(id)}/resume`,
        repeatable: true,
        answer: ignored,
      });
    },
    async pauseStream(id) {
      const path = `/streams${pathOf(id)}/pause`;
      return (await http.find({ method: 'POST', path, repeatable: true, answer: done })) !== null;
    },
    pipelines: () =>
      http.call({
        method: 'GET',
        path: '/system/pipelines/pipeline',
        answer: z.array(z.object({ id: z.string(), title: z.string() })),
      }),
    async connections(streamId) {
      const answer = z.object({ pipeline_ids: z.array(z.string()) });
      const path = `/system/pipelines/connections${pathOf(streamId)}`;
      return (await http.find({ method: 'GET', path, answer }))?.pipeline_ids ?? [];
    },
    async connect(streamId, pipelineIds) {
      const json = { stream_id: streamId, pipeline_ids: pipelineIds };
      const path = '/system/pipelines/connections/to_stream';
      await http.call({ method: 'POST', path, json, repeatable: true, answer: ignored });
    },
  };
}

/** Any answer of a success, as something that is not null: `find` gives null for 404 only. */
const done = z.unknown().transform(() => true as const);

async function dropped(http: VendorHttp, path: string): Promise<boolean> {
  return (await http.find({ method: 'DELETE', path, answer: done })) !== null;
}

export const majorOf = (version: string): number => Number(version.split('.')[0]);

function indexSetBody(wanted: NewGraylogIndexSet): object {
  return {
    title: wanted.title,
    description: wanted.description,
    index_prefix: wanted.prefix,
    shards: wanted.shards,
    replicas: wanted.replicas,
    rotation_strategy_class: ROTATION,
    rotation_strategy: { type: `${ROTATION}Config`, rotation_period: 'P1D', rotate_empty_index_set: false },
    retention_strategy_class: RETENTION,
    retention_strategy: { type: `${RETENTION}Config`, max_number_of_indices: wanted.retentionDays },
    index_analyzer: 'standard',
    index_optimization_max_num_segments: 1,
    index_optimization_disabled: false,
    field_type_refresh_interval: 5_000,
    writable: true,
  };
}
