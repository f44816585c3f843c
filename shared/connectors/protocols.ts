/** IANA protocol numbers that firewalls log. */
export const protocols: ReadonlyMap<string, string> = new Map(
  Object.entries({
    1: 'icmp',
    2: 'igmp',
    6: 'tcp',
    17: 'udp',
    41: 'ipv6',
    47: 'gre',
    50: 'esp',
    51: 'ah',
    58: 'ipv6-icmp',
    89: 'ospf',
    103: 'pim',
    112: 'vrrp',
    132: 'sctp',
  }),
);
