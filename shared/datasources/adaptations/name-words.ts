import { connectors } from '#shared/connectors/connectors.ts';
import { MAPPING_KEYS } from '#shared/connectors/generic/mapping-keys.ts';
import { keyNamed } from '#shared/connectors/generic/pairs.ts';
import { bareName } from '#shared/connectors/named-fields.ts';
import { once } from '#shared/once.ts';

/** Words that vendors mean the same by, as the vocabulary says them. */
const SAME: Readonly<Record<string, string>> = {
  src: 'source',
  client: 'source',
  cli: 'source',
  remote: 'source',
  peer: 'source',
  origin: 'source',
  from: 'source',
  caller: 'source',
  initiator: 'source',
  dst: 'destination',
  dest: 'destination',
  to: 'destination',
  responder: 'destination',
  addr: 'ip',
  address: 'ip',
  ipaddr: 'ip',
  ipaddress: 'ip',
  ipv4: 'ip',
  ipv6: 'ip',
  srcip: 'source ip',
  dstip: 'destination ip',
  clientip: 'source ip',
  remoteip: 'source ip',
  srcport: 'source port',
  dstport: 'destination port',
  usr: 'user',
  username: 'user name',
  uname: 'user name',
  login: 'user name',
  account: 'user name',
  acct: 'user name',
  principal: 'user name',
  actor: 'user name',
  upn: 'user email',
  mail: 'email',
  hostname: 'host name',
  computer: 'host name',
  machine: 'host name',
  device: 'host name',
  workstation: 'host name',
  node: 'host name',
  fqdn: 'domain',
  cmd: 'command',
  cmdline: 'command line',
  commandline: 'command line',
  proc: 'process',
  image: 'executable',
  exe: 'executable',
  filename: 'file name',
  filepath: 'file path',
  md5hash: 'hash md5',
  sha1hash: 'hash sha1',
  sha256hash: 'hash sha256',
  digest: 'hash',
  checksum: 'hash',
  useragent: 'user agent original',
  ua: 'user agent original',
  uri: 'url original',
  referer: 'referrer',
  verb: 'method',
  proto: 'protocol',
  msg: 'message',
  result: 'outcome',
  status: 'outcome',
  act: 'action',
  operation: 'action',
  time: 'timestamp',
  date: 'timestamp',
  datetime: 'timestamp',
  ts: 'timestamp',
  when: 'timestamp',
  created: 'timestamp',
  occurred: 'timestamp',
  recv: 'received',
  qname: 'dns question name',
  sessionid: 'session id',
};
/** Words that tell nothing apart. */
const EMPTY: ReadonlySet<string> = new Set(
  'the of a an is at by my new old field value data attr attribute property properties info details detail event log v1 v2 v3 ext custom current primary'.split(
    ' ',
  ),
);

/** A field's name as words of the vocabulary, in their order; those that tell nothing apart only where it has no others. */
export function wordsOf(name: string): string[] {
  const split = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const meant = split.flatMap((word) =>
    Object.hasOwn(SAME, word) ? (SAME[word] as string).split(' ') : [word],
  );
  const telling = meant.filter((word) => !EMPTY.has(word));
  return [...new Set(telling.length > 0 ? telling : meant)];
}

/** A key's words: each of them tells it apart from other keys. */
export const keyWords = (key: string): string[] => key.split(/[._]/);

/** 0 to 1: how many words two names share (the harmonic mean of both shares). */
export function wordLikeness(one: readonly string[], other: readonly string[]): number {
  const shared = one.filter((word) => other.includes(word)).length;
  return shared === 0 ? 0 : (2 * shared) / (one.length + other.length);
}

/** 0 to 1: how much of two names is spelt alike, by their pairs of letters (Dice). */
export function spellingLikeness(one: string, other: string): number {
  const [a, b] = [pairsOf(bareName(one)), pairsOf(bareName(other))];
  if (a.length === 0 || b.length === 0) return 0;
  const left = [...b];
  let shared = 0;
  for (const pair of a) {
    const at = left.indexOf(pair);
    if (at === -1) continue;
    shared++;
    left.splice(at, 1);
  }
  return (2 * shared) / (a.length + b.length);
}

const pairsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, Math.min(text.length, 128) - 1) }, (_, i) => text.slice(i, i + 2));

/** The last part of a dotted name. */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Keys that a mapping may fill, by the names that all connectors' tables give them. */
const byVendorName = once((): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> => {
  const allowed = new Set(MAPPING_KEYS);
  const found = new Map<string, Map<string, string[]>>();
  const add = (name: string, key: string, connector: string): void => {
    const keys = found.get(name) ?? new Map<string, string[]>();
    const known = keys.get(key) ?? [];
    if (!known.includes(connector)) known.push(connector);
    found.set(name, keys.set(key, known));
  };
  for (const { name, rows = [] } of connectors)
    for (const [path, keys] of rows) {
      const [key] = typeof keys === 'string' ? [keys] : keys;
      if (key === undefined || !allowed.has(key)) continue;
      add(bareName(path), key, name);
      if (path.includes('.')) add(bareName(lastOf(path)), key, name);
    }
  return found;
});

export type Named = { key: string; by: string };

/** What connectors' tables, or logs of many products, mean by a name. */
export function keysNamed(name: string): Named[] {
  const found = byVendorName().get(bareName(name)) ?? new Map<string, readonly string[]>();
  const common = keyNamed(name);
  return [
    ...[...found].map(([key, by]) => ({ key, by: by.join(', ') })),
    ...(common === null ? [] : [{ key: common, by: 'many products' }]),
  ];
}
