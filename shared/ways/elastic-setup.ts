import { ELASTIC_VERSION, elasticAnswer, elasticRefusal } from '#shared/ways/elastic-answer.ts';
import { admit, type Way, type WayRequest } from '#shared/ways/way.ts';

const CLUSTER = 'gatehouse';

/** What a client reads first. It is the same for everybody, so that an edge may answer it without asking us. */
export const rootAnswer = {
  name: CLUSTER,
  cluster_name: CLUSTER,
  cluster_uuid: 'gatehouse-ways-in-0001',
  version: {
    number: ELASTIC_VERSION,
    build_flavor: 'default',
    build_type: 'docker',
    build_hash: 'unknown',
    build_date: '2026-01-01T00:00:00Z',
    build_snapshot: false,
    lucene_version: '10.0.0',
    minimum_wire_compatibility_version: '7.17.0',
    minimum_index_compatibility_version: '7.0.0',
  },
  tagline: 'You Know, for Search',
} as const;

const license = {
  license: {
    status: 'active',
    uid: CLUSTER,
    type: 'basic',
    mode: 'basic',
    issued_to: CLUSTER,
    issuer: CLUSTER,
  },
};

const xpack = {
  build: {},
  license: { uid: CLUSTER, type: 'basic', mode: 'basic', status: 'active' },
  features: { ilm: { available: false, enabled: false }, security: { available: true, enabled: true } },
  tagline: 'You know, for X',
};

const health = {
  cluster_name: CLUSTER,
  status: 'green',
  timed_out: false,
  number_of_nodes: 1,
  number_of_data_nodes: 1,
  active_primary_shards: 1,
  active_shards: 1,
};

/** Names that Beats and Logstash set up before they send. We keep none of them: events have one schema here. */
const settings = [
  '/_index_template/{name}',
  '/_component_template/{name}',
  '/_template/{name}',
  '/_ilm/policy/{name}',
  '/_data_stream/{name}',
  '/_ingest/pipeline/{name}',
] as const;

/** What Elasticsearch's clients ask before they send: most send nothing unless all of it answers. */
export const elasticSetup: Way = {
  name: 'elastic-setup',
  routes: [
    { methods: ['GET', 'HEAD'], path: '/', open: true },
    ...['/_license', '/_xpack', '/_cat/health', '/_cluster/health', '/_nodes/http'].map((path) => ({
      methods: ['GET'],
      path,
    })),
    ...settings.map((path) => ({ methods: ['GET', 'HEAD', 'PUT', 'POST'], path })),
  ],
  async handle(ports, request, route, pusher) {
    if (route.path === '/') return elasticAnswer(request, 200, rootAnswer);
    await admit(ports, request, pusher);
    if (route.path === '/_license') return elasticAnswer(request, 200, license);
    if (route.path === '/_xpack') return elasticAnswer(request, 200, xpack);
    if (route.path === '/_cluster/health') return elasticAnswer(request, 200, health);
    if (route.path === '/_cat/health') return catHealth(request);
    // Clients that look for more nodes to send to are content with none.
    if (route.path === '/_nodes/http')
      return elasticAnswer(request, 200, { cluster_name: CLUSTER, nodes: {} });
    // A setting is there already: a client that finds it does not write it.
    return elasticAnswer(request, 200, request.method === 'GET' ? {} : { acknowledged: true });
  },
  refuse: elasticRefusal,
};

function catHealth(request: WayRequest) {
  const answer = elasticAnswer(request, 200, {});
  const seconds = Math.floor(request.now.getTime() / 1000);
  const clock = request.now.toISOString().slice(11, 19);
  const row = { epoch: String(seconds), timestamp: clock, cluster: CLUSTER, status: 'green' };
  if (request.query.format === 'json') return { ...answer, body: JSON.stringify([row]) };
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'text/plain; charset=UTF-8' },
    body: `${Object.values(row).join(' ')}\n`,
  };
}
