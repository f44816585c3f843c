import { isIP } from 'node:net';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

type Side = 'source' | 'destination' | 'source.nat' | 'destination.nat';

/**
 * `outside:192.0.2.1/443(LOCAL\alice)`, `outside/192.0.2.1`, `192.0.2.1/443`, `192.0.2.1`, `host.example/443`, with
 * IPv6 addresses among them: interface, address or name, port and user.
 */
export function putEndpoint(attributes: Attributes, side: Side, text: string): void {
  let rest = text.trim().replace(/[,;.]+$/, '');
  // `alice@192.0.2.1`: who asked stands before the address.
  const at = rest.indexOf('@');
  if (at > 0 && at < (rest.indexOf('(') === -1 ? rest.length : rest.indexOf('('))) {
    putUserOf(attributes, side, rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  const open = rest.indexOf('(');
  if (open > 0) {
    putUserOf(attributes, side, rest.slice(open + 1).replace(/\)+$/, ''));
    rest = rest.slice(0, open).replace(/\)+$/, '');
  }
  const blank = rest.indexOf(' ');
  if (blank > 0) rest = rest.slice(0, blank);
  const { name, interfaceName } = partInterface(rest);
  if (interfaceName !== null && !side.endsWith('.nat'))
    put(attributes, `observer.${side === 'source' ? 'ingress' : 'egress'}.interface.name`, interfaceName);
  const slash = name.lastIndexOf('/');
  const address = slash === -1 ? name : name.slice(0, slash);
  put(attributes, `${side}.ip`, address);
  const port = slash === -1 ? '' : name.slice(slash + 1);
  if (/^\d{1,5}$/.test(port)) put(attributes, `${side}.port`, port);
  else if (/^(?:ssh|telnet|https?|snmp|ftp)$/.test(port)) put(attributes, 'network.protocol', port);
}

/** An interface stands before the first colon or slash, unless what stands there is the address itself. */
function partInterface(text: string): { name: string; interfaceName: string | null } {
  const bare = text.split('/', 1)[0] ?? '';
  if (isIP(bare) !== 0) return { name: text, interfaceName: null };
  const colon = text.indexOf(':');
  if (colon > 0) return { name: text.slice(colon + 1), interfaceName: text.slice(0, colon) };
  const slash = text.indexOf('/');
  const after = text.slice(slash + 1).split('/', 1)[0] ?? '';
  if (slash > 0 && !/^\d{1,5}$/.test(after) && !/^[a-z]{2,8}$/.test(after))
    return { name: text.slice(slash + 1), interfaceName: text.slice(0, slash) };
  return { name: text, interfaceName: null };
}

function putUserOf(attributes: Attributes, side: Side, text: string): void {
  // A security group's tag may stand there too: `LOCAL\alice, 100:staff`.
  const account =
    text
      .replace(/^\(/, '')
      .replace(/^\d+(:\w+)?$|, ?\d+(:\w+)?$/, '')
      .split(')', 1)[0] ?? '';
  // ICMP's type and code stand where a user would.
  if (account === '' || /^(any|\*+)$|^type \d/.test(account)) return;
  const owner = side.replace('.nat', '');
  const slash = account.lastIndexOf('\\');
  const name = account.slice(slash + 1).trim();
  if (!/^[^()/:]{1,128}$/.test(name)) return;
  put(attributes, `${owner}.user.name`, name);
  if (slash > 0) put(attributes, `${owner}.user.domain`, domainOf(account.slice(0, slash)));
  if (owner === 'source') put(attributes, 'user.name', name);
}

/** ICMP connections name the foreign, the global and the local address instead of two sides. */
export function putIcmp(
  attributes: Attributes,
  by: ReadonlyMap<string, string>,
  direction: string | undefined,
): void {
  const [foreign, global, local] = ['faddr', 'gaddr', 'laddr'].map((name) => by.get(name));
  if (foreign === undefined || local === undefined) return;
  const outbound = direction === 'outbound';
  put(attributes, 'network.transport', 'icmp');
  putEndpoint(attributes, outbound ? 'destination' : 'source', foreign.replace(/\/\d+(?=\(|$)/, ''));
  putEndpoint(attributes, outbound ? 'source' : 'destination', local.replace(/\/\d+(?=\(|$)/, ''));
  if (global !== undefined)
    putEndpoint(attributes, outbound ? 'source.nat' : 'destination.nat', global.replace(/\/\d+$/, ''));
}

/** Of `LOCAL\\acme` the domain behind the word for the device's own identities. */
export function domainOf(text: string): string {
  return text.slice(text.lastIndexOf('\\') + 1);
}
