/** UDM's declared words, as far as events of ours have them, by the word of ECS in lower case. */
export const ipProtocols: Readonly<Record<string, string>> = {
  icmp: 'ICMP',
  igmp: 'IGMP',
  tcp: 'TCP',
  udp: 'UDP',
  gre: 'GRE',
  esp: 'ESP',
  'ipv6-icmp': 'ICMP6',
  icmpv6: 'ICMP6',
  icmp6: 'ICMP6',
  eigrp: 'EIGRP',
  pim: 'PIM',
  vrrp: 'VRRP',
  sctp: 'SCTP',
};

/** Application protocols that are named alike on both sides, and those that are not. */
const sameName =
  'afp amqp bittorrent coap dcerpc dhcp dicom dnp3 dns ftp gopher grpc h323 http https ircp ldap modbus mqtt netconf nfs nntp ntp quic rdp rip rpc rtmp rtp rtsp sip smb smtp snmp ssh tor whois xmpp';
export const applicationProtocols: Readonly<Record<string, string>> = {
  ...Object.fromEntries(sameName.split(' ').map((name) => [name, name.toUpperCase()])),
  bittorrent: 'BIT_TORRENT',
  kerberos: 'KRB5',
  krb: 'KRB5',
  irc: 'IRCP',
  dce_rpc: 'DCERPC',
  ssl: 'HTTPS',
};

export const directions: Readonly<Record<string, string>> = {
  inbound: 'INBOUND',
  ingress: 'INBOUND',
  outbound: 'OUTBOUND',
  egress: 'OUTBOUND',
};

export const platforms: Readonly<Record<string, string>> = {
  windows: 'WINDOWS',
  linux: 'LINUX',
  macos: 'MAC',
  darwin: 'MAC',
  ios: 'IOS',
  android: 'ANDROID',
};

export const clouds: Readonly<Record<string, string>> = {
  aws: 'AMAZON_WEB_SERVICES',
  azure: 'MICROSOFT_AZURE',
  gcp: 'GOOGLE_CLOUD_PLATFORM',
};

/** Windows logon types by their number. */
export const mechanisms: Readonly<Record<string, string>> = {
  2: 'INTERACTIVE',
  3: 'NETWORK',
  4: 'BATCH',
  5: 'SERVICE',
  7: 'UNLOCK',
  8: 'NETWORK_CLEAR_TEXT',
  9: 'NEW_CREDENTIALS',
  10: 'REMOTE_INTERACTIVE',
  11: 'CACHED_INTERACTIVE',
  12: 'CACHED_REMOTE_INTERACTIVE',
  13: 'CACHED_UNLOCK',
};

export const dhcpTypes: Readonly<Record<string, string>> = Object.fromEntries(
  'discover offer request decline ack nak release inform'
    .split(' ')
    .map((name) => [name, name.toUpperCase()]),
);

/** DNS record types (RFC 1035 and later) by name. */
export const recordTypes: Readonly<Record<string, number>> = {
  a: 1,
  ns: 2,
  cname: 5,
  soa: 6,
  ptr: 12,
  mx: 15,
  txt: 16,
  aaaa: 28,
  srv: 33,
  naptr: 35,
  ds: 43,
  rrsig: 46,
  nsec: 47,
  dnskey: 48,
  svcb: 64,
  https: 65,
  any: 255,
};

/** Canonical severity 0–10 in UDM's words. */
export function severityWord(severity: number): string {
  if (severity <= 1) return 'INFORMATIONAL';
  if (severity <= 3) return 'LOW';
  if (severity <= 6) return 'MEDIUM';
  return severity <= 8 ? 'HIGH' : 'CRITICAL';
}

/** ECS's kinds of cluster and cloud resources. */
export const resourceTypes: Readonly<Record<string, string>> = {
  pods: 'POD',
  pod: 'POD',
  bucket: 'STORAGE_BUCKET',
  database: 'DATABASE',
  serviceaccounts: 'SERVICE_ACCOUNT',
  services: 'SERVICE',
  secrets: 'CREDENTIAL',
  roles: 'ACCESS_POLICY',
  clusterroles: 'ACCESS_POLICY',
  rolebindings: 'ACCESS_POLICY',
  clusterrolebindings: 'ACCESS_POLICY',
  gce_instance: 'VIRTUAL_MACHINE',
  gcs_bucket: 'STORAGE_BUCKET',
  service_account: 'SERVICE_ACCOUNT',
  project: 'CLOUD_PROJECT',
  organization: 'CLOUD_ORGANIZATION',
};
