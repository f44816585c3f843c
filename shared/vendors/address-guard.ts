import { BlockList, isIP } from 'node:net';

/**
 * Special-purpose addresses (IANA's registries for IPv4 and IPv6, RFC 6890): private, loopback, link-local with the
 * clouds' metadata services, shared, documentation, multicast, reserved, and IPv4 wrapped into IPv6.
 */
const ranges: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

let blocked: BlockList | undefined;

function blockList(): BlockList {
  if (blocked !== undefined) return blocked;
  blocked = new BlockList();
  for (const [net, prefix, family] of ranges) blocked.addSubnet(net, prefix, family);
  return blocked;
}

/** Whether an address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  // `::ffff:10.0.0.1` is 10.0.0.1: Node's list compares it with the IPv4 ranges.
  return !blockList().check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether the operator allows this host although it may be private: named as `host`, `host:port` or `http://host:port`. */
export function isAllowedHost(url: URL, allowed: readonly string[]): boolean {
  return allowed.some((entry) => entry === url.hostname || entry === url.host || entry === url.origin);
}

/**
 * Why this address may not be called at all, before any name is resolved; null where it may.
 * Plain HTTP is only taken where the operator wrote that very origin down.
 */
export function refusalOf(url: URL, allowed: readonly string[]): string | null {
  if (url.username !== '' || url.password !== '') return 'an address must not hold a user or password';
  if (url.protocol === 'http:') {
    return allowed.includes(url.origin) ? null : 'only https is called';
  }
  if (url.protocol !== 'https:') return 'only https is called';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host) && !isAllowedHost(url, allowed)) {
    return 'the address is private; the operator has to allow this host';
  }
  return null;
}
