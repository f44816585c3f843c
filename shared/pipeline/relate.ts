import { notedAddresses } from '#shared/connectors/address-notes.ts';
import { isAddress } from '#shared/connectors/vocabulary.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';

/** A name longer than this is noise or an attack on keys and indices; it is cut and noted. */
const MAX_ID = 512;

/** Well-formed too: half a surrogate pair is no UTF-8, and databases refuse it. */
export function cutId(text: string): string {
  if (text.length > MAX_ID) return text.slice(0, MAX_ID).toWellFormed();
  return text.isWellFormed() ? text : text.toWellFormed();
}

const hashesOf = (owner: string): string[] =>
  ['sha256', 'sha1', 'md5', 'sha512', 'ssdeep'].map((kind) => `${owner}.hash.${kind}`);

/** A connector may begin a `related` list with what has no field of its own; these fields follow. */
const relatedFields: readonly [string, readonly string[]][] = [
  [
    'related.ip',
    [
      'related.ip',
      'source.ip',
      'destination.ip',
      'host.ip',
      'client.ip',
      'server.ip',
      'observer.ip',
      'source.nat.ip',
      'destination.nat.ip',
      'dns.resolved_ip',
    ],
  ],
  [
    'related.user',
    [
      'related.user',
      'user.name',
      'user.email',
      'source.user.name',
      'destination.user.name',
      'user.target.name',
      'user.target.email',
      'user.effective.name',
      'user.changes.name',
      'process.parent.user.name',
    ],
  ],
  [
    'related.hosts',
    [
      'related.hosts',
      'host.name',
      'host.hostname',
      'source.domain',
      'destination.domain',
      'observer.hostname',
      'server.address',
      'url.domain',
      'dns.question.name',
    ],
  ],
  [
    'related.hash',
    [
      'related.hash',
      ...hashesOf('file'),
      ...hashesOf('process'),
      ...hashesOf('dll'),
      ...hashesOf('process.parent'),
      'file.pe.imphash',
      'process.pe.imphash',
      'email.attachments.file.hash.sha256',
    ],
  ],
];

/** Values of one `related` field: enough to pivot on. */
const MAX_RELATED = 50;

/** ECS "related" fields: every address, user, host and hash of the event in one place to pivot on. */
export function relate({ attributes, actor }: Pick<CanonicalEvent, 'attributes' | 'actor'>): void {
  for (const [name, fields] of relatedFields) {
    let values: string[] | null = null;
    for (const field of fields) {
      const value = attributes[field];
      if (typeof value === 'string') values = withOne(values, value);
      else if (Array.isArray(value))
        for (const item of value) if (typeof item === 'string') values = withOne(values, item);
    }
    if (name === 'related.user' && actor.type === 'user' && actor.id !== 'unknown')
      values = withOne(values, actor.id, MAX_RELATED + 1);
    if (name === 'related.ip') values = withAddresses(values, attributes);
    if (values !== null) attributes[name] = values;
  }
}

/** A version is no address, however much it looks like one; what is related already need not be looked at again. */
const NOT_ADDRESSES = /version|^related\.|^event\.|^parser?\.|agent$|mask/i;

/** Addresses that stand by themselves under a vendor's own name, where no key of ECS has a place for them. */
function withAddresses(
  known: string[] | null,
  attributes: Readonly<Record<string, AttributeValue>>,
): string[] | null {
  let values = known;
  for (const name of notedAddresses(attributes) ?? Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === 'string') {
      if (isTelling(value) && !NOT_ADDRESSES.test(name)) values = withOne(values, plain(value));
    } else if (Array.isArray(value) && !NOT_ADDRESSES.test(name))
      for (const item of value)
        if (typeof item === 'string' && isTelling(item)) values = withOne(values, plain(item));
  }
  return values;
}

/** IPv4 that a dual-stack socket wrote in IPv6's clothes. */
function plain(address: string): string {
  return address.startsWith(':') ? address.replace(/^::ffff:(?=\d{1,3}\.)/i, '') : address;
}

/** Too short to be told from an abbreviation, or with the zone of one host's interface, an address is nobody else's. */
function isTelling(text: string): boolean {
  return (
    text.length >= 7 && text.length <= 45 && isAddress(text) && text !== '0.0.0.0' && !text.includes('%')
  );
}

function withOne(values: string[] | null, item: string, limit = MAX_RELATED): string[] {
  const value = cutId(item);
  if (values === null) return [value];
  if (values.length < limit && !values.includes(value)) values.push(value);
  return values;
}
