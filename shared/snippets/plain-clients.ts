import { rawUrl, type Shipper } from '#shared/snippets/snippet.ts';

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
