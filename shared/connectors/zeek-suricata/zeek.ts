import { isIP } from 'node:net';
import type { JsonObject } from '#shared/connectors/connector.ts';
import type { Draft } from '#shared/connectors/draft.ts';
import { listAt, type Mapping, textAt as nestedTextAt } from '#shared/connectors/table.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Zeek writes dots into its names; only shippers that take them apart nest. */
function textAt(value: JsonObject, path: string): string | null {
  const own = Object.hasOwn(value, path) ? value[path] : undefined;
  return typeof own === 'string' && own !== ''
    ? own
    : typeof own === 'number'
      ? String(own)
      : nestedTextAt(value, path);
}

const text = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
const address = (value: unknown): unknown => (isIP(String(value)) === 0 ? undefined : value);

/** Zeek's fields by its own names (Zeek 3–7, "Log files"). The first that fills a key wins. */
export const zeekFields: readonly Mapping[] = [
  ['id.orig_h', 'source.ip'],
  ['id.orig_p', 'source.port'],
  ['id.resp_h', 'destination.ip'],
  ['id.resp_p', 'destination.port'],
  ['src', 'source.ip', address],
  ['dst', 'destination.ip', address],
  ['src_addr', 'source.ip'],
  ['src_port', 'source.port'],
  ['dst_addr', 'destination.ip'],
  ['dst_port', 'destination.port'],
  ['p', 'destination.port'],
  ['tx_hosts', 'source.ip'],
  ['rx_hosts', 'destination.ip'],
  ['client_addr', 'source.ip'],
  ['server_addr', 'destination.ip'],
  ['request.host', 'destination.ip'],
  ['request.name', 'destination.domain'],
  ['bound.host', 'destination.nat.ip'],
  ['bound_p', 'destination.nat.port'],
  ['orig_l2_addr', 'source.mac'],
  ['resp_l2_addr', 'destination.mac'],
  ['mac', 'source.mac'],
  ['uid', 'event.sequence_id'],
  ['community_id', 'network.community_id'],
  ['orig_bytes', 'source.bytes'],
  ['resp_bytes', 'destination.bytes'],
  ['orig_pkts', 'source.packets'],
  ['resp_pkts', 'destination.packets'],
  ['vlan', 'network.vlan.id', String],
  ['query', 'dns.question.name'],
  ['qtype_name', 'dns.question.type'],
  ['qclass_name', 'dns.question.class'],
  ['rcode_name', 'dns.response_code'],
  ['answers', 'dns.answers.data'],
  ['answers', 'dns.resolved_ip'],
  ['trans_id', 'dns.id', String],
  ['method', 'http.request.method'],
  ['status_code', 'http.response.status_code'],
  ['referrer', 'http.request.referrer'],
  ['user_agent', 'user_agent.original'],
  ['request_body_len', 'http.request.body.bytes'],
  ['response_body_len', 'http.response.body.bytes'],
  ['resp_mime_types.0', 'http.response.mime_type'],
  ['orig_mime_types.0', 'http.request.mime_type'],
  ['username', 'user.name'],
  ['user', 'user.name'],
  ['nick', 'user.name'],
  ['domainname', 'user.domain'],
  ['password', 'zeek.password'],
  ['server_name', ['tls.client.server_name', 'destination.domain']],
  ['curve', 'tls.curve'],
  ['ja3', 'tls.client.ja3'],
  ['ja3s', 'tls.server.ja3s'],
  ['ja4', 'tls.client.ja4'],
  ['established', 'tls.established'],
  ['resumed', 'tls.resumed'],
  ['next_protocol', 'tls.next_protocol'],
  ['client_subject', 'tls.client.subject'],
  ['client_issuer', 'tls.client.issuer'],
  ['resp_certificate_sha1', 'tls.server.hash.sha1'],
  ['certificate.subject', 'x509.subject.distinguished_name'],
  ['certificate.issuer', 'x509.issuer.distinguished_name'],
  ['certificate.serial', 'x509.serial_number'],
  ['certificate.version', 'x509.version_number', String],
  ['certificate.key_alg', 'x509.public_key_algorithm'],
  ['certificate.sig_alg', 'x509.signature_algorithm'],
  ['certificate.key_length', 'x509.public_key_size'],
  ['certificate.curve', 'x509.public_key_curve'],
  ['san.dns', 'x509.alternative_names'],
  ['serial', 'x509.serial_number'],
  ['serialNumber', 'x509.serial_number'],
  ['fuid', 'file.id'],
  ['filename', 'file.name'],
  ['extracted', 'file.extracted_name'],
  ['md5', 'file.hash.md5'],
  ['sha1', 'file.hash.sha1'],
  ['sha256', 'file.hash.sha256'],
  ['mime_type', 'file.mime_type'],
  ['file_mime_type', 'file.mime_type'],
  ['total_bytes', 'file.size'],
  ['file_size', 'file.size'],
  ['seen_bytes', 'file.size'],
  ['note', 'rule.name'],
  ['msg', 'message'],
  ['event_msg', 'message'],
  ['message', 'message'],
  ['sub', 'rule.description'],
  ['sub_msg', 'rule.description'],
  ['sig_id', 'rule.id'],
  ['peer_descr', 'observer.name'],
  ['node', 'observer.name'],
  ['seen.node', 'observer.name'],
  ['hassh', 'zeek.ssh.hassh'],
  ['hasshServer', 'zeek.ssh.hassh_server'],
  ['mailfrom', 'email.from.address'],
  ['rcptto', 'email.to.address'],
  ['subject', 'email.subject'],
  ['msg_id', 'email.message_id'],
  ['x_originating_ip', 'network.forwarded_ip'],
  ['helo', 'source.domain'],
  ['assigned_addr', 'host.ip'],
  ['requested_addr', 'host.ip'],
  ['framed_addr', 'source.nat.ip'],
  ['remote_ip', 'source.ip', address],
  ['host_name', 'host.name'],
  ['client_fqdn', 'host.name'],
  ['client_name', 'source.domain'],
  ['hostname', 'source.domain'],
  ['server_dns_computer_name', 'destination.domain'],
  ['server_nb_computer_name', 'destination.domain'],
  ['domain', 'network.domain_name'],
  ['port_num', 'destination.port'],
  ['failure_reason', 'event.reason'],
  ['error_msg', 'error.message'],
  ['error_code', 'error.code', String],
  ['reply_msg', 'event.reason'],
  ['validation_status', 'event.reason'],
  ['analyzer', 'network.protocol', (v) => String(v).toLowerCase()],
  [
    'tunnel_type',
    'network.protocol',
    (v) =>
      String(v)
        .replace(/^Tunnel::/, '')
        .toLowerCase(),
  ],
  ['status_msg', 'zeek.status_msg'],
];

const CN = /(?:^|[,/] ?)CN=((?:\\.|[^,/\\]){1,256})/;

/** What Zeek's fields mean depends on the log they stand in. */
export function readZeek(value: JsonObject, name: string, { attributes }: Draft): void {
  const at = (path: string): string | undefined => textAt(value, path) ?? undefined;
  const host = at('host');
  if (name === 'http' || name === 'websocket') {
    const domain = host?.replace(/:\d{1,5}$/, '');
    putUrl(attributes, at('uri'), domain);
    put(attributes, 'destination.domain', domain);
    put(attributes, 'url.port', /:(\d{1,5})$/.exec(host ?? '')?.[1]);
    put(attributes, 'http.version', /^(\d\.\d|[23])$/.exec(at('version') ?? '')?.[1]);
    put(attributes, 'file.name', value.orig_filenames ?? value.resp_filenames);
  } else if (isIP(host ?? '') !== 0) put(attributes, 'host.ip', host);
  if (name === 'sip' || name === 'rtsp') put(attributes, 'url.original', at('uri'));
  for (const [path, key] of [
    ['from', 'email.from.address'],
    ['to', 'email.to.address'],
    ['cc', 'email.cc.address'],
  ] as const)
    if (name === 'smtp') put(attributes, key, value[path]);
  putProtocol(name, value, attributes);
  putFile(name, value, attributes);
  putAccount(name, value, attributes);
  putCertificates(name, value, attributes);
  putIndicator(value, attributes);
  if (name === 'weird') put(attributes, 'rule.name', at('name'));
  if (name === 'software') {
    put(attributes, 'package.name', at('name'));
    put(attributes, 'package.version', at('unparsed_version'));
  }
  const seconds = Number(value.duration ?? value.rtt);
  if (Number.isFinite(seconds) && seconds > 0) put(attributes, 'event.duration', Math.round(seconds * 1e9));
  const success = value.auth_success ?? value.success;
  if (typeof success === 'boolean') put(attributes, 'event.outcome', success ? 'success' : 'failure');
  const result = at('result') ?? '';
  if (name === 'radius' || name === 'rdp')
    put(
      attributes,
      'event.outcome',
      /^(success|succeed)/i.test(result) ? 'success' : /fail/i.test(result) ? 'failure' : undefined,
    );
  const direction = { INBOUND: 'inbound', OUTBOUND: 'outbound' }[at('direction') ?? ''];
  put(attributes, 'network.direction', direction ?? sideOf(value));
}

function sideOf(value: JsonObject): string | undefined {
  const { local_orig: from, local_resp: to } = value;
  if (typeof from !== 'boolean' || typeof to !== 'boolean') return undefined;
  return from ? (to ? 'internal' : 'outbound') : to ? 'inbound' : 'external';
}

function putProtocol(name: string, value: JsonObject, attributes: Draft['attributes']): void {
  // Kerberos and SMB call "service" what a client asked for, not how it spoke.
  if (name === 'conn' || name === 'known_services') {
    const service = listAt(value, 'service')[0] ?? value.service;
    put(attributes, 'network.protocol', typeof service === 'string' ? service.toLowerCase() : undefined);
  } else if (
    /^(dns|http|ssl|ssh|smtp|ftp|rdp|sip|snmp|ntlm|kerberos|radius|mysql|dhcp|irc|socks|rfb|modbus|dnp3|ntp|ldap|quic)$/.test(
      name,
    )
  )
    put(attributes, 'network.protocol', name === 'ssl' ? 'tls' : name);
  else if (name.startsWith('smb')) put(attributes, 'network.protocol', 'smb');
  else if (name === 'dce_rpc') put(attributes, 'network.protocol', 'dce_rpc');
}

function putFile(name: string, value: JsonObject, attributes: Draft['attributes']): void {
  const path = textAt(value, 'path') ?? undefined;
  const file = textAt(value, 'name') ?? undefined;
  if (name === 'smb_files') {
    put(attributes, 'file.name', file?.slice(Math.max(file.lastIndexOf('\\'), file.lastIndexOf('/')) + 1));
    put(attributes, 'file.path', path !== undefined && file !== undefined ? `${path}\\${file}` : path);
    put(attributes, 'file.directory', path);
    put(attributes, 'file.size', value.size);
    put(attributes, 'event.action', textAt(value, 'action'));
  } else if (name === 'smb_mapping') put(attributes, 'file.path', path);
  else if (name === 'smb_cmd') {
    put(attributes, 'file.path', textAt(value, 'argument'));
    put(attributes, 'file.directory', textAt(value, 'tree'));
    put(attributes, 'event.action', textAt(value, 'command'));
  } else if (name === 'ftp') {
    put(attributes, 'event.action', textAt(value, 'command'));
    put(attributes, 'file.path', textAt(value, 'arg'));
  } else if (name === 'mysql') {
    put(attributes, 'event.action', textAt(value, 'cmd'));
    put(attributes, 'zeek.mysql.statement', textAt(value, 'arg'));
  } else if (name === 'dce_rpc') put(attributes, 'event.action', textAt(value, 'operation'));
}

function putAccount(name: string, value: JsonObject, attributes: Draft['attributes']): void {
  const client = textAt(value, 'client');
  if (name === 'kerberos' && client !== null) {
    const slash = client.lastIndexOf('/');
    put(attributes, 'user.name', slash === -1 ? client : client.slice(0, slash));
    if (slash !== -1) put(attributes, 'user.domain', client.slice(slash + 1));
    put(attributes, 'service.name', textAt(value, 'service'));
  } else if (name === 'ssh') {
    put(attributes, 'user_agent.original', client);
    put(attributes, 'zeek.ssh.server', textAt(value, 'server'));
  }
  if (name === 'rdp') put(attributes, 'user.name', textAt(value, 'cookie'));
}

function putCertificates(name: string, value: JsonObject, attributes: Draft['attributes']): void {
  const subject = textAt(value, 'subject') ?? undefined;
  const issuer = textAt(value, 'issuer') ?? undefined;
  if (name === 'ssl') {
    delete attributes['email.subject'];
    put(attributes, 'tls.server.subject', subject);
    put(attributes, 'tls.server.issuer', issuer);
    put(attributes, 'tls.server.x509.subject.common_name', CN.exec(subject ?? '')?.[1]);
    put(attributes, 'tls.server.x509.issuer.common_name', CN.exec(issuer ?? '')?.[1]);
    put(attributes, 'tls.cipher', textAt(value, 'cipher'));
  } else if (name === 'known_certs') {
    delete attributes['email.subject'];
    put(attributes, 'x509.subject.distinguished_name', subject);
    put(attributes, 'x509.issuer.distinguished_name', textAt(value, 'issuer_subject'));
  } else put(attributes, 'tls.cipher', text(value.cipher));
  if (name === 'x509') {
    put(attributes, 'x509.subject.common_name', CN.exec(textAt(value, 'certificate.subject') ?? '')?.[1]);
    put(attributes, 'x509.issuer.common_name', CN.exec(textAt(value, 'certificate.issuer') ?? '')?.[1]);
    const print = textAt(value, 'fingerprint') ?? '';
    const kind = ({ 40: 'sha1', 64: 'sha256' } as Record<number, string>)[print.length];
    if (kind !== undefined) put(attributes, `file.hash.${kind}`, print);
  }
}

const INDICATORS: Readonly<Record<string, string>> = {
  'Intel::ADDR': 'threat.indicator.ip',
  'Intel::SUBNET': 'threat.indicator.description',
  'Intel::URL': 'threat.indicator.url.original',
  'Intel::DOMAIN': 'threat.indicator.url.domain',
  'Intel::EMAIL': 'threat.indicator.email.address',
  'Intel::USER_NAME': 'threat.indicator.name',
  'Intel::FILE_NAME': 'threat.indicator.file.name',
  'Intel::FILE_HASH': 'threat.indicator.name',
  'Intel::CERT_HASH': 'threat.indicator.name',
  'Intel::SOFTWARE': 'threat.indicator.name',
};

function putIndicator(value: JsonObject, attributes: Draft['attributes']): void {
  const indicator = textAt(value, 'seen.indicator');
  if (indicator === null) return;
  put(
    attributes,
    INDICATORS[textAt(value, 'seen.indicator_type') ?? ''] ?? 'threat.indicator.name',
    indicator,
  );
  put(attributes, 'threat.indicator.provider', listAt(value, 'sources')[0] ?? textAt(value, 'sources'));
  put(attributes, 'event.kind', 'alert');
}

/** Without `_path` a Zeek log is told by the fields that only it has. */
const MARKS: readonly (readonly [field: string, log: string])[] = [
  ['qtype_name', 'dns'],
  ['rcode_name', 'dns'],
  ['query', 'dns'],
  ['seen.indicator', 'intel'],
  ['certificate.subject', 'x509'],
  ['certificate.serial', 'x509'],
  ['call_id', 'sip'],
  ['request_from', 'sip'],
  ['auth_success', 'ssh'],
  ['auth_attempts', 'ssh'],
  ['hassh', 'ssh'],
  ['host_key', 'ssh'],
  ['request_type', 'kerberos'],
  ['domainname', 'ntlm'],
  ['server_nb_computer_name', 'ntlm'],
  ['mailfrom', 'smtp'],
  ['helo', 'smtp'],
  ['assigned_addr', 'dhcp'],
  ['msg_types', 'dhcp'],
  ['lease_time', 'dhcp'],
  ['tree_service', 'smb_cmd'],
  ['share_type', 'smb_mapping'],
  ['times.modified', 'smb_files'],
  ['endpoint', 'dce_rpc'],
  ['named_pipe', 'dce_rpc'],
  ['keyboard_layout', 'rdp'],
  ['security_protocol', 'rdp'],
  ['cookie', 'rdp'],
  ['reply_code', 'ftp'],
  ['data_channel.passive', 'ftp'],
  ['nick', 'irc'],
  ['request_p', 'socks'],
  ['request.host', 'socks'],
  ['framed_addr', 'radius'],
  ['connect_info', 'radius'],
  ['community', 'snmp'],
  ['get_requests', 'snmp'],
  ['cmd', 'mysql'],
  ['fc_request', 'dnp3'],
  ['func', 'modbus'],
  ['share_flag', 'rfb'],
  ['desktop_name', 'rfb'],
  ['tunnel_type', 'tunnel'],
  ['software_type', 'software'],
  ['port_num', 'known_services'],
  ['issuer_subject', 'known_certs'],
  ['failure_reason', 'dpd'],
  ['sig_id', 'signatures'],
  ['note', 'notice'],
  ['gaps', 'capture_loss'],
  ['hashAlgorithm', 'ocsp'],
  ['machine', 'pe'],
  ['status_code', 'http'],
  ['method', 'http'],
  ['server_name', 'ssl'],
  ['cipher', 'ssl'],
  ['conn_state', 'conn'],
  ['fuid', 'files'],
  ['conn_uids', 'files'],
];

export function logOf(value: JsonObject): string {
  const path = textAt(value, '_path');
  if (path !== null) return path;
  for (const [field, log] of MARKS) {
    if (value[field] !== undefined) return log;
    if (field.includes('.') && textAt(value, field) !== null) return log;
  }
  if (value.name !== undefined && value.peer !== undefined) return 'weird';
  return 'conn';
}

export const isMarked = (value: JsonObject): boolean =>
  value.ts !== undefined && MARKS.some(([field]) => value[field] !== undefined);
