import { type AwsTarget, cloudWatchLogsFeed, eventBridgeFeed, s3Feed } from '#shared/snippets/aws-feeds.ts';
import { filebeat, nxlog, winlogbeat } from '#shared/snippets/host-agents.ts';
import { fluentBit, logstash, otelCollector, vector } from '#shared/snippets/pipeline-shippers.ts';
import { curl, elasticClients, splunkHecClient } from '#shared/snippets/plain-clients.ts';
import type { Shipper, Snippet } from '#shared/snippets/snippet.ts';
import { rsyslog, syslogNg } from '#shared/snippets/syslog-shippers.ts';

const shippers: readonly Shipper[] = [
  syslogNg,
  rsyslog,
  fluentBit,
  vector,
  otelCollector,
  logstash,
  filebeat,
  winlogbeat,
  nxlog,
  splunkHecClient,
  elasticClients,
  curl,
];

/** A configuration for each shipper that people run today, ready to use with the target's address and token. */
export function snippetsFor(target: AwsTarget): Snippet[] {
  return [...shippers, s3Feed, eventBridgeFeed, cloudWatchLogsFeed].map((shipper) => shipper(target));
}
