import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector } from '#shared/connectors/json-connector.ts';
import { kindTable } from '#shared/connectors/kind-row.ts';
import { listAt, type Mapping, objectAt, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const lower = (value: unknown): string => String(value).toLowerCase();
const isSuricata = (value: JsonObject): boolean =>
  typeof value.event_type === 'string' && (value.src_ip ?? value.flow_id ?? value.stats) !== undefined;
const isZeek = (value: JsonObject): boolean =>
  (value['id.orig_h'] ?? objectAt(value, 'id')?.orig_h) !== undefined ||
  (value.ts !== undefined && (value.fuid ?? value.uid ?? value._path) !== undefined);

const zeek: readonly Mapping[] = [
  ['id.orig_h', 'source.ip'],
  ['id.orig_p', 'source.port'],
  ['id.resp_h', 'destination.ip'],
  ['id.resp_p', 'destination.port'],
  ['src', 'source.ip'],
  ['dst', 'destination.ip'],
  ['p', 'destination.port'],
  ['tx_hosts.0', 'source.ip'],
  ['rx_hosts.0', 'destination.ip'],
  ['uid', 'event.sequence_id'],
  ['orig_bytes', 'source.bytes'],
  ['resp_bytes', 'destination.bytes'],
  ['orig_pkts', 'source.packets'],
  ['resp_pkts', 'destination.packets'],
  ['service', 'network.protocol'],
  ['conn_state', 'zeek.connection.state'],
  ['history', 'zeek.connection.history'],
  ['query', 'dns.question.name'],
  ['qtype_name', 'dns.question.type'],
  ['qclass_name', 'dns.question.class'],
  ['rcode_name', 'dns.response_code'],
  ['answers', 'dns.answers.data'],
  ['trans_id', 'dns.id', String],
  ['method', 'http.request.method'],
  ['status_code', 'http.response.status_code'],
  ['uri', 'url.original'],
  ['referrer', 'http.request.referrer'],
  ['user_agent', 'user_agent.original'],
  ['request_body_len', 'http.request.body.bytes'],
  ['response_body_len', 'http.response.body.bytes'],
  ['username', 'user.name'],
  ['user', 'user.name'],
  ['password', 'zeek.password'],
  ['server_name', ['tls.client.server_name', 'destination.domain']],
  ['cipher', 'tls.cipher'],
  ['curve', 'tls.curve'],
  ['ja3', 'tls.client.ja3'],
  ['ja3s', 'tls.server.ja3s'],
  ['subject', 'tls.server.subject'],
  ['issuer', 'tls.server.issuer'],
  ['certificate.subject', 'x509.subject.distinguished_name'],
  ['certificate.issuer', 'x509.issuer.distinguished_name'],
  ['certificate.serial', 'x509.serial_number'],
  ['fuid', 'file.id'],
  ['filename', 'file.name'],
  ['md5', 'file.hash.md5'],
  ['sha1', 'file.hash.sha1'],
  ['sha256', 'file.hash.sha256'],
  ['mime_type', 'file.mime_type'],
  ['total_bytes', 'file.size'],
  ['note', 'rule.name'],
  ['msg', 'message'],
  ['peer_descr', 'observer.name'],
  ['client', 'user_agent.original'],
  ['server', 'zeek.ssh.server'],
  ['hassh', 'zeek.ssh.hassh'],
  ['mailfrom', 'email.from.address'],
  ['rcptto', 'email.to.address'],
  ['mac', 'source.mac'],
  ['assigned_addr', 'host.ip'],
  ['host_name', 'host.name'],
  ['client_addr', 'source.ip'],
  ['server_addr', 'destination.ip'],
  ['cookie', 'user.name'],
  ['path', 'file.path'],
  ['name', 'zeek.name'],
  ['vlan', 'network.vlan.id', String],
  ['command', 'zeek.ftp.command'],
  ['arg', 'zeek.ftp.argument'],
];
const suricata: readonly Mapping[] = [
  ['src_ip', 'source.ip'],
  ['src_port', 'source.port'],
  ['dest_ip', 'destination.ip'],
  ['dest_port', 'destination.port'],
  ['flow_id', 'event.flow_id', String],
  ['app_proto', 'network.protocol'],
  ['in_iface', 'observer.ingress.interface.name'],
  ['flow.bytes_toserver', 'source.bytes'],
  ['flow.bytes_toclient', 'destination.bytes'],
  ['flow.pkts_toserver', 'source.packets'],
  ['flow.pkts_toclient', 'destination.packets'],
  ['alert.signature', 'rule.name'],
  ['alert.signature_id', 'rule.id', String],
  ['alert.category', 'rule.category'],
  ['alert.action', 'event.action_word'],
  ['http.hostname', ['url.domain', 'destination.domain']],
  ['http.url', 'url.original'],
  ['http.http_user_agent', 'user_agent.original'],
  ['http.http_method', 'http.request.method'],
  ['http.http_refer', 'http.request.referrer'],
  ['http.status', 'http.response.status_code'],
  ['http.length', 'http.response.body.bytes'],
  ['dns.rrname', 'dns.question.name'],
  ['dns.rrtype', 'dns.question.type'],
  ['dns.queries.0.rrname', 'dns.question.name'],
  ['dns.queries.0.rrtype', 'dns.question.type'],
  ['dns.query.0.rrname', 'dns.question.name'],
  ['dns.rcode', 'dns.response_code'],
  ['dns.id', 'dns.id', String],
  ['tls.sni', ['tls.client.server_name', 'destination.domain']],
  ['tls.subject', 'tls.server.subject'],
  ['tls.issuerdn', 'tls.server.issuer'],
  ['tls.fingerprint', 'tls.server.hash.sha1'],
  ['tls.ja3.hash', 'tls.client.ja3'],
  ['tls.ja3s.hash', 'tls.server.ja3s'],
  ['fileinfo.filename', 'file.path'],
  ['fileinfo.sha256', 'file.hash.sha256'],
  ['fileinfo.sha1', 'file.hash.sha1'],
  ['fileinfo.md5', 'file.hash.md5'],
  ['fileinfo.size', 'file.size'],
  ['ssh.client.software_version', 'user_agent.original'],
  ['email.from', 'email.from.address'],
  ['email.to', 'email.to.address'],
  ['smb.filename', 'file.path'],
  ['dhcp.hostname', 'host.name'],
  ['dhcp.client_mac', 'source.mac'],
  ['host', 'observer.name'],
];

const FLOW = 'network network connection';
const kinds = kindTable({
  'conn,flow,netflow,tunnel,weird,packet,anomaly': FLOW,
  dns: 'network network connection,protocol dns',
  'http,websocket': 'network network,web access',
  'ssl,tls,x509,quic,ssh,rdp,smb,smb_files,smb_mapping,dce_rpc,snmp,sip,mqtt,dhcp,ntp,tftp,ike,krb5,pgsql,ldap,rfb,dnp3,modbus,mysql,socks':
    'network network connection,protocol',
  'kerberos,ntlm,radius': 'auth authentication,network start',
  'files,fileinfo,pe,ftp_data': 'network file,network info',
  ftp: 'network network,file access',
  smtp: 'network email,network info',
  'notice,intel,signatures': 'network intrusion_detection,network info - - 5',
  alert: 'network intrusion_detection,network info',
  'software,known_hosts,known_services,stats,capture_loss,reporter,engine': 'ops host info',
});

function classify(value: JsonObject, draft: Draft): void {
  const { attributes } = draft;
  const fromSuricata = isSuricata(value);
  draft.system = fromSuricata ? 'suricata' : 'zeek';
  const name = fromSuricata ? (textAt(value, 'event_type') ?? '') : (textAt(value, '_path') ?? pathOf(value));
  put(attributes, 'event.provider', draft.system);
  put(attributes, 'event.dataset', `${draft.system}.${name}`);
  const proto = textAt(value, 'proto');
  put(attributes, 'network.transport', proto === null ? undefined : lower(proto));
  if (!fromSuricata) readZeek(value, name, draft);
  else if (name === 'alert') {
    put(attributes, 'event.kind', 'alert');
    put(attributes, 'event.outcome', attributes['event.action_word'] === 'blocked' ? 'failure' : 'success');
    // Suricata's 1 is the gravest of 4.
    draft.severity = { '1': 8, '2': 5, '3': 3, '4': 1 }[textAt(value, 'alert.severity') ?? '3'] ?? 3;
  }
  put(
    attributes,
    'dns.answers.data',
    [...listAt(value, 'dns.answers')].map((answer) => textAt(answer, 'rdata')),
  );
  put(
    attributes,
    'tls.version',
    /(\d\.\d|13|12|11|10)$/
      .exec(textAt(value, 'tls.version') ?? textAt(value, 'version') ?? '')?.[1]
      ?.replace(/^1(\d)$/, '1.$1'),
  );
  const kind = kinds.get(name);
  if (kind === undefined) draft.notes.push('a log type that is not known');
  applyKind(draft, {
    category: 'network',
    ecs: ['network'],
    type: ['info'],
    action: name === '' ? 'event' : name,
    ...kind,
  });
  put(attributes, 'event.action', name);
}

function readZeek(value: JsonObject, name: string, { attributes }: Draft): void {
  const host = textAt(value, 'host');
  if (name === 'http' && host !== null) {
    put(attributes, 'url.domain', host.replace(/:\d+$/, ''));
    put(attributes, 'destination.domain', host.replace(/:\d+$/, ''));
  }
  const seconds = Number(value.duration);
  if (Number.isFinite(seconds) && seconds > 0) put(attributes, 'event.duration', Math.round(seconds * 1e9));
  const success = value.auth_success ?? value.success;
  if (typeof success === 'boolean') put(attributes, 'event.outcome', success ? 'success' : 'failure');
  if (name === 'kerberos') put(attributes, 'user.name', textAt(value, 'client')?.split('/', 1)[0]);
}

/** Without `_path` a Zeek log is told by the fields that only it has. */
function pathOf(value: JsonObject): string {
  for (const [field, name] of [
    ['qtype_name', 'dns'],
    ['query', 'dns'],
    ['status_code', 'http'],
    ['method', 'http'],
    ['server_name', 'ssl'],
    ['cipher', 'ssl'],
    ['auth_success', 'ssh'],
    ['hassh', 'ssh'],
    ['mailfrom', 'smtp'],
    ['certificate.subject', 'x509'],
    ['fuid', 'files'],
    ['request_type', 'kerberos'],
    ['domainname', 'ntlm'],
    ['assigned_addr', 'dhcp'],
    ['note', 'notice'],
    ['conn_state', 'conn'],
  ] as const)
    if (value[field] !== undefined) return name;
  return 'conn';
}

/** Zeek's JSON logs and Suricata's EVE. */
export const zeekSuricata = jsonConnector({
  name: 'zeek-suricata',
  version: '1.0.0',
  system: 'zeek',
  category: 'network',
  sniff: (value) => isSuricata(value) || isZeek(value),
  time: ['ts', 'timestamp', '@timestamp'],
  id: null,
  fields: [...suricata, ...zeek],
  classify: (value, draft) => {
    classify(value, draft);
    return undefined;
  },
});
