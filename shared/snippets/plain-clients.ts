import { BATCH_BYTES, rawUrl, type Shipper } from '#shared/snippets/snippet.ts';

export const curl: Shipper = (target) => ({
  shipper: 'curl',
  title: 'curl',
  file: 'a shell',
  text: `gzip -c events.log | curl --fail --retry 10 --retry-max-time 600 \\
  -H 'Authorization: Bearer ${target.token}' \\
  -H 'Content-Type: text/plain' -H 'Content-Encoding: gzip' \\
  --data-binary @- '${rawUrl(target)}'
`,
  notes: [
    'Lines of text or JSON, at most 4 MB compressed and 20,000 events a request. --retry honours Retry-After.',
  ],
});

/** Docker takes an address without a path only, and checks it with OPTIONS when a container starts. */
export const splunkHecClient: Shipper = ({ url, token }) => ({
  shipper: 'splunk-hec',
  title: 'Splunk HEC clients (Docker’s driver, Universal Forwarder, libraries)',
  file: '/etc/docker/daemon.json',
  text: `{
  "log-driver": "splunk",
  "log-opts": {
    "splunk-url": "${url}",
    "splunk-token": "${token}",
    "splunk-format": "raw",
    "splunk-gzip": "true"
  }
}
`,
  notes: [
    `Other HEC clients: address ${url}/services/collector/event, token as "Splunk …".`,
    'Splunk’s libraries for Node and several for Python never repeat what was refused: have the application send it again when their callback tells an error.',
  ],
});

/** The official clients' bulk helpers, whose own sizes are more than the endpoint takes. */
export const elasticClients: Shipper = ({ url, token }) => ({
  shipper: 'elasticsearch-clients',
  title: 'Elasticsearch’s clients for Node and Python (bulk helpers)',
  file: 'the application',
  text: `// Node: @elastic/elasticsearch
const client = new Client({ node: '${url}', auth: { username: 'gatehouse', password: '${token}' } });
await client.helpers.bulk({
  datasource,
  onDocument: () => ({ create: { _index: 'gatehouse' } }),
  flushBytes: ${BATCH_BYTES},
  retries: 10,
  wait: 5000,
});

# Python: elasticsearch
client = Elasticsearch('${url}', basic_auth=('gatehouse', '${token}'))
streaming_bulk(client, actions, max_chunk_bytes=${BATCH_BYTES}, max_retries=10, initial_backoff=1)
`,
  notes: [
    'Keep the sizes: Node’s default of 5,000,000 bytes and Python’s of 100 MB are refused with 413, which ends both helpers.',
    'Python tries a refused event again only with max_retries; Node three times, unless told otherwise.',
  ],
});
