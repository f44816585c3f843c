import { apiError, refusalOf } from './graylog-index-set.ts';
import {
  basicOf,
  hexId,
  json,
  objectOf,
  routed,
  type Standin,
  type StandinAnswer,
  type StandinRequest,
  type StandinRoute,
  same,
} from './standin.ts';

type IndexSet = { id: string; index_prefix: string; [field: string]: unknown };
type StreamRule = { id: string; field: string; type: number; value: string; inverted: boolean };
type Stream = {
  id: string;
  title: string;
  description: string;
  index_set_id: string;
  matching_type: string;
  remove_matches_from_default_stream: boolean;
  rules: StreamRule[];
  disabled: boolean;
  is_default: boolean;
};

const streamFields = [
  'title',
  'description',
  'index_set_id',
  'matching_type',
  'remove_matches_from_default_stream',
  'rules',
];

/** A Graylog server: 6.1 by default, `version` "7.0.1" and later wraps entities and refuses unknown properties. */
export function graylogStandin({ token }: { token: string }): Standin {
  let version = '6.1.4+7a1665f';
  let ids = 0;
  let indexSets: IndexSet[] = [];
  let streams: Stream[] = [];
  let pipelines: { id: string; title: string; description: string; source: string; stages: unknown[] }[] = [];
  let connections = new Map<string, string[]>();
  const newId = (): string => hexId(++ids);
  const major = (): number => Number(version.split('.')[0]);

  function reset(settings: Readonly<Record<string, unknown>>): void {
    version = typeof settings.version === 'string' ? settings.version : '6.1.4+7a1665f';
    ids = 0;
    const id = newId();
    indexSets = [
      {
        id,
        title: 'Default index set',
        index_prefix: 'graylog',
        shards: 1,
        replicas: 0,
        writable: true,
        default: true,
      },
    ];
    streams = [
      {
        id: '000000000000000000000001',
        title: 'Default Stream',
        description: 'Contains messages that are not explicitly routed to other streams',
        index_set_id: id,
        matching_type: 'AND',
        remove_matches_from_default_stream: false,
        rules: [],
        disabled: false,
        is_default: true,
      },
    ];
    pipelines = ['Gatehouse', 'Geo enrichment'].map((title) => ({
      id: newId(),
      title,
      description: '',
      source: `pipeline "${title}"\nstage 0 match either\nend`,
      stages: [],
    }));
    connections = new Map();
    for (const prefix of (settings.prefixes as string[] | undefined) ?? []) {
      indexSets.push({
        id: newId(),
        title: `Index set ${prefix}`,
        index_prefix: prefix,
        shards: 1,
        replicas: 0,
        writable: true,
      });
    }
  }
  reset({});

  function createIndexSet(request: StandinRequest): StandinAnswer {
    const refusal = refusalOf(
      request,
      indexSets.map((one) => one.index_prefix),
    );
    if (refusal !== null) return refusal;
    const body = objectOf(request);
    const made: IndexSet = { ...body, id: newId(), index_prefix: String(body?.index_prefix), default: false };
    indexSets.push(made);
    return json(200, made);
  }

  function createStream(request: StandinRequest): StandinAnswer {
    const sent = objectOf(request);
    if (sent === null)
      return json(400, { type: 'RequestError', message: 'Invalid JSON', line: 1, column: 1 });
    const body = major() >= 7 ? (sent.entity as Record<string, unknown> | undefined) : sent;
    if (
      major() >= 7 &&
      (body === undefined || Object.keys(sent).some((field) => !['entity', 'share_request'].includes(field)))
    ) {
      return json(400, { type: 'RequestError', message: 'Unable to map property title.' });
    }
    if (body === undefined || typeof body.title !== 'string') return apiError('Null title');
    const unknown = Object.keys(body).find((field) => !streamFields.includes(field));
    if (major() >= 7 && unknown !== undefined)
      return json(400, { type: 'RequestError', message: `Unable to map property ${unknown}.` });
    if (!indexSets.some(({ id }) => id === body.index_set_id)) {
      return json(500, { type: 'ApiError', message: 'Index set not found' });
    }
    const rules = (body.rules as Omit<StreamRule, 'id'>[] | undefined) ?? [];
    const id = newId();
    streams.push({
      id,
      title: body.title,
      description: String(body.description ?? ''),
      index_set_id: String(body.index_set_id),
      matching_type: String(body.matching_type ?? 'AND'),
      remove_matches_from_default_stream: body.remove_matches_from_default_stream === true,
      rules: rules.map((rule) => ({ ...rule, id: newId() })),
      disabled: true,
      is_default: false,
    });
    return json(201, { stream_id: id });
  }

  const streamOf = (id: string | undefined): Stream | undefined => streams.find((one) => one.id === id);
  const noStream = (): StandinAnswer => json(404, { type: 'ApiError', message: 'Stream not found.' });
  const setPaused = (id: string | undefined, disabled: boolean): StandinAnswer => {
    const stream = streamOf(id);
    if (stream === undefined) return noStream();
    stream.disabled = disabled;
    return json(204);
  };

  const routes: readonly StandinRoute[] = [
    [
      'GET',
      '/system',
      () => json(200, { version, cluster_id: 'c1', lifecycle: 'running', hostname: 'graylog' }),
    ],
    [
      'GET',
      '/system/indices/index_sets',
      () => json(200, { total: indexSets.length, index_sets: indexSets, stats: {} }),
    ],
    ['POST', '/system/indices/index_sets', (_, request) => createIndexSet(request)],
    [
      'GET',
      '/system/indices/index_sets/{id}',
      ({ id }) => {
        const found = indexSets.find((one) => one.id === id);
        return found
          ? json(200, found)
          : json(404, { type: 'ApiError', message: `Couldn't load index set ${id}` });
      },
    ],
    [
      'PUT',
      '/system/indices/index_sets/{id}',
      ({ id }, request) => {
        const found = indexSets.find((one) => one.id === id);
        if (found === undefined)
          return json(404, { type: 'ApiError', message: `Couldn't load index set ${id}` });
        Object.assign(found, objectOf(request), { id, index_prefix: found.index_prefix });
        return json(200, found);
      },
    ],
    [
      'DELETE',
      '/system/indices/index_sets/{id}',
      ({ id }) => {
        const found = indexSets.find((one) => one.id === id);
        if (found?.default === true) return apiError('Default index set may not be deleted');
        // Not only for unknown ones: also while a stream writes to it.
        if (found === undefined || streams.some((one) => one.index_set_id === id)) {
          return json(404, { type: 'ApiError', message: `Couldn't delete index set with ID <${id}>` });
        }
        indexSets = indexSets.filter((one) => one.id !== id);
        return json(204);
      },
    ],
    [
      'GET',
      '/streams/paginated',
      (_, { query }) => {
        const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 50)];
        const elements = streams.slice((page - 1) * size, page * size);
        return json(200, {
          elements,
          pagination: { total: streams.length, count: elements.length, page, per_page: size },
        });
      },
    ],
    ['POST', '/streams', (_, request) => createStream(request)],
    [
      'GET',
      '/streams/{id}',
      ({ id }) => {
        const stream = streamOf(id);
        return stream ? json(200, stream) : noStream();
      },
    ],
    [
      'DELETE',
      '/streams/{id}',
      ({ id }) => {
        if (streamOf(id) === undefined) return noStream();
        // The connection to its pipelines is left behind.
        streams = streams.filter((one) => one.id !== id);
        return json(204);
      },
    ],
    ['POST', '/streams/{id}/resume', ({ id }) => setPaused(id, false)],
    ['POST', '/streams/{id}/pause', ({ id }) => setPaused(id, true)],
    ['GET', '/system/pipelines/pipeline', () => json(200, pipelines)],
    [
      'GET',
      '/system/pipelines/connections/{id}',
      ({ id = '' }) => {
        const found = connections.get(id);
        if (found === undefined)
          return json(404, { type: 'ApiError', message: `No pipeline connections with for stream ${id}` });
        return json(200, { id, stream_id: id, pipeline_ids: found });
      },
    ],
    [
      'POST',
      '/system/pipelines/connections/to_stream',
      (_, request) => {
        const body = objectOf(request);
        const [stream, wanted] = [body?.stream_id, body?.pipeline_ids];
        if (typeof stream !== 'string' || !Array.isArray(wanted))
          return apiError('stream_id and pipeline_ids are required');
        if (streamOf(stream) === undefined) return noStream();
        if (wanted.some((id) => !pipelines.some((one) => one.id === id))) {
          return json(404, { type: 'ApiError', message: 'Couldn’t find pipeline' });
        }
        if (wanted.length === 0) connections.delete(stream);
        else connections.set(stream, wanted as string[]);
        return json(200, { id: stream, stream_id: stream, pipeline_ids: wanted });
      },
    ],
  ];

  return {
    reset,
    state: () => structuredClone({ indexSets, streams, connections: Object.fromEntries(connections) }),
    handle(request) {
      const given = basicOf(request);
      if (given === null || given.password !== 'token' || !same(given.username, token))
        return { status: 401 };
      if (
        !['GET', 'HEAD', 'OPTIONS'].includes(request.method) &&
        request.headers['x-requested-by'] === undefined
      ) {
        return apiError(
          'CSRF protection header is missing. Please add a "X-Requested-By" header to your request.',
        );
      }
      return routed(routes, request) ?? json(404, { type: 'ApiError', message: `HTTP 404 Not Found` });
    },
  };
}
