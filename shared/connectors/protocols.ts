import { remember } from '#shared/connectors/remember.ts';

/** IANA protocol numbers that firewalls log. */
export const protocols: ReadonlyMap<string, string> = new Map(
  Object.entries({
    0: 'hopopt',
    1: 'icmp',
    2: 'igmp',
    4: 'ipv4',
    6: 'tcp',
    8: 'egp',
    9: 'igp',
    17: 'udp',
    27: 'rdp',
    33: 'dccp',
    41: 'ipv6',
    47: 'gre',
    50: 'esp',
    51: 'ah',
    58: 'ipv6-icmp',
    88: 'eigrp',
    89: 'ospf',
    94: 'ipip',
    97: 'etherip',
    103: 'pim',
    108: 'ipcomp',
    112: 'vrrp',
    115: 'l2tp',
    124: 'isis',
    132: 'sctp',
    136: 'udplite',
  }),
);

/** ECS `network.transport` (name, lower case) and `network.iana_number` from a number or a name. */
export function transportOf(text: string | undefined): Transport {
  return text === undefined || text === '' ? NONE : readTransport(text);
}

type Transport = { readonly name?: string; readonly number?: string };
const NONE: Transport = {};

const readTransport = remember((text): Transport => {
  const name = protocols.get(text);
  if (/^\d{1,3}$/.test(text)) return { number: text, ...(name === undefined ? {} : { name }) };
  return { name: text.toLowerCase() };
});
