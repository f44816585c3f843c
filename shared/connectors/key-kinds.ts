/** Keys of ECS 9 that hold addresses; a host name found in their place goes to the `.domain` beside it. */
const ADDRESSES: ReadonlySet<string> = new Set([
  'source.ip',
  'source.nat.ip',
  'destination.ip',
  'destination.nat.ip',
  'client.ip',
  'server.ip',
  'host.ip',
  'observer.ip',
  'network.forwarded_ip',
  'dns.resolved_ip',
]);

/** Keys of ECS 9 that hold a name: an address found in their place stands in the `.ip` beside them already. */
const DOMAINS: ReadonlySet<string> = new Set([
  'source.domain',
  'destination.domain',
  'client.domain',
  'server.domain',
]);

/** Keys of ECS 9 that hold whole numbers. */
const NUMBERS: ReadonlySet<string> = new Set([
  'source.port',
  'source.nat.port',
  'source.bytes',
  'source.packets',
  'destination.port',
  'destination.nat.port',
  'destination.bytes',
  'destination.packets',
  'network.bytes',
  'network.packets',
  'client.port',
  'client.bytes',
  'server.port',
  'server.bytes',
  'process.pid',
  'process.ppid',
  'process.parent.pid',
  'process.thread.id',
  'process.exit_code',
  'process.args_count',
  'http.response.status_code',
  'http.request.body.bytes',
  'http.response.body.bytes',
  'http.request.bytes',
  'http.response.bytes',
  'event.duration',
  'event.severity',
  'file.size',
  'url.port',
  'log.syslog.priority',
  'log.syslog.facility.code',
  'log.syslog.severity.code',
  'event.sequence',
  'source.as.number',
  'destination.as.number',
]);

/** Keys of ECS 9 that are lists. */
const LISTS: ReadonlySet<string> = new Set([
  'event.category',
  'event.type',
  'host.ip',
  'observer.ip',
  'process.args',
  'dns.resolved_ip',
  'dns.answers.data',
  'threat.tactic.id',
  'threat.tactic.name',
  'threat.technique.id',
  'threat.technique.name',
  'rule.category',
  'email.to.address',
  'email.from.address',
  'email.cc.address',
  'email.bcc.address',
  'observer.mac',
  'host.mac',
  'tls.server.x509.subject.common_name',
  'tls.server.x509.issuer.common_name',
  'x509.subject.common_name',
  'x509.issuer.common_name',
  'x509.alternative_names',
  'user.roles',
  'email.reply_to.address',
  'registry.data.strings',
  'related.user',
  'related.hosts',
  'related.ip',
  'related.hash',
  'tags',
]);

/** What is known of a key, looked up once for a key of a table. */
export type KeyKind = { address: boolean; number: boolean; list: boolean; domain: boolean };
export const PLAIN: KeyKind = { address: false, number: false, list: false, domain: false };
export const keyKinds: ReadonlyMap<string, KeyKind> = new Map(
  [...ADDRESSES, ...NUMBERS, ...LISTS, ...DOMAINS].map((key) => [
    key,
    {
      address: ADDRESSES.has(key),
      number: NUMBERS.has(key),
      list: LISTS.has(key),
      domain: DOMAINS.has(key),
    },
  ]),
);
