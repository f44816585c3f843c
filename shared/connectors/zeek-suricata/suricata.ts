import type { JsonObject } from '#shared/connectors/connector.ts';
import type { Draft } from '#shared/connectors/draft.ts';
import { listAt, type Mapping, objectAt, textAt } from '#shared/connectors/table.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Suricata's EVE fields (Suricata 4–8, "EVE JSON format"). The first that fills a key wins. */
export const suricataFields: readonly Mapping[] = [
  ['src_ip', 'source.ip'],
  ['src_port', 'source.port'],
  ['dest_ip', 'destination.ip'],
  ['dest_port', 'destination.port'],
  ['ether.src_mac', 'source.mac'],
  ['ether.dest_mac', 'destination.mac'],
  ['flow_id', 'event.flow_id', String],
  ['community_id', 'network.community_id'],
  ['app_proto', 'network.protocol', (v) => (/^(failed|template.*|unknown)$/.test(String(v)) ? undefined : v)],
  ['in_iface', 'observer.ingress.interface.name'],
  ['vlan.0', 'network.vlan.id', String],
  ['direction', 'suricata.direction'],
  ['xff', 'network.forwarded_ip'],
  ['http.xff', 'network.forwarded_ip'],
  ['flow.bytes_toserver', 'source.bytes'],
  ['flow.bytes_toclient', 'destination.bytes'],
  ['flow.pkts_toserver', 'source.packets'],
  ['flow.pkts_toclient', 'destination.packets'],
  ['netflow.bytes', 'source.bytes'],
  ['netflow.pkts', 'source.packets'],
  ['flow.start', 'event.start'],
  ['flow.end', 'event.end'],
  ['netflow.start', 'event.start'],
  ['netflow.end', 'event.end'],
  ['alert.signature', 'rule.name'],
  ['alert.signature_id', 'rule.id', String],
  ['alert.rev', 'rule.version', String],
  ['alert.category', 'rule.category'],
  ['alert.action', 'event.action_word'],
  ['alert.severity', 'event.severity'],
  ['alert.metadata.mitre_tactic_id', 'threat.tactic.id'],
  ['alert.metadata.mitre_tactic_name', 'threat.tactic.name'],
  ['alert.metadata.mitre_technique_id', 'threat.technique.id'],
  ['alert.metadata.mitre_technique_name', 'threat.technique.name'],
  ['alert.metadata.malware_family', 'threat.software.name'],
  ['http.http_user_agent', 'user_agent.original'],
  ['http.http_method', 'http.request.method'],
  ['http.http_refer', 'http.request.referrer'],
  ['http.status', 'http.response.status_code'],
  ['http.length', 'http.response.body.bytes'],
  ['http.http_content_type', 'http.response.mime_type'],
  ['http.protocol', 'http.version', (v) => /^HTTP\/(\d(?:\.\d)?)$/.exec(String(v))?.[1]],
  ['dns.rrname', 'dns.question.name'],
  ['dns.rrtype', 'dns.question.type'],
  ['dns.queries.0.rrname', 'dns.question.name'],
  ['dns.queries.0.rrtype', 'dns.question.type'],
  ['dns.query.0.rrname', 'dns.question.name'],
  ['dns.query.0.rrtype', 'dns.question.type'],
  ['dns.answers.0.rrname', 'dns.question.name'],
  ['dns.rcode', 'dns.response_code'],
  ['dns.id', 'dns.id', String],
  ['dns.type', 'dns.type', (v) => (v === 'response' ? 'answer' : v === 'request' ? 'query' : v)],
  ['tls.sni', ['tls.client.server_name', 'destination.domain'], (v) => String(v).replace(/\.$/, '')],
  ['tls.subject', 'tls.server.subject'],
  ['tls.issuerdn', 'tls.server.issuer'],
  ['tls.serial', 'tls.server.x509.serial_number'],
  ['tls.fingerprint', 'tls.server.hash.sha1'],
  ['tls.notbefore', 'tls.server.not_before'],
  ['tls.notafter', 'tls.server.not_after'],
  ['tls.ja3.hash', 'tls.client.ja3'],
  ['tls.ja3s.hash', 'tls.server.ja3s'],
  ['tls.ja4', 'tls.client.ja4'],
  ['quic.sni', ['tls.client.server_name', 'destination.domain']],
  ['quic.ja3.hash', 'tls.client.ja3'],
  ['fileinfo.filename', 'file.path'],
  ['fileinfo.sha256', 'file.hash.sha256'],
  ['fileinfo.sha1', 'file.hash.sha1'],
  ['fileinfo.md5', 'file.hash.md5'],
  ['fileinfo.size', 'file.size'],
  ['fileinfo.mimetype', 'file.mime_type'],
  ['ssh.client.software_version', 'user_agent.original'],
  ['ssh.client.hassh.hash', 'suricata.hassh'],
  ['smtp.helo', 'source.domain'],
  ['smtp.mail_from', 'email.from.address', (v) => String(v).replace(/^<|>$/g, '')],
  ['smtp.rcpt_to', 'email.to.address', (v) => stripAll(v)],
  ['email.from', 'email.from.address'],
  ['email.to', 'email.to.address'],
  ['email.cc', 'email.cc.address'],
  ['email.subject', 'email.subject'],
  ['email.attachment', 'file.name'],
  ['smb.filename', 'file.path'],
  ['smb.share', 'file.directory'],
  ['smb.command', 'event.action'],
  ['smb.ntlmssp.user', 'user.name'],
  ['smb.ntlmssp.domain', 'user.domain'],
  ['smb.ntlmssp.host', 'source.domain'],
  ['krb5.cname', 'user.name'],
  ['krb5.realm', 'user.domain'],
  ['krb5.sname', 'service.name'],
  ['krb5.error_code', 'error.code'],
  ['rdp.cookie', 'user.name'],
  ['rdp.client.client_name', 'source.domain'],
  ['tftp.file', 'file.name'],
  ['nfs.filename', 'file.path'],
  ['ftp.command', 'event.action'],
  ['ftp_data.filename', 'file.name'],
  ['ftp_data.command', 'event.action'],
  ['dhcp.hostname', 'host.name'],
  ['dhcp.client_mac', 'source.mac'],
  ['dhcp.assigned_ip', 'host.ip'],
  ['dhcp.client_ip', 'host.ip'],
  ['dhcp.dhcp_type', 'event.action'],
  ['sip.method', 'event.action'],
  ['sip.uri', 'url.original'],
  ['anomaly.event', 'rule.name'],
  ['anomaly.type', 'rule.category'],
  ['pgsql.request.startup_parameters.user', 'user.name'],
  ['mqtt.connect.username', 'user.name'],
  ['mqtt.connect.client_id', 'source.domain'],
  ['snmp.community', 'suricata.community'],
  ['drop.reason', 'event.reason'],
  ['flow.reason', 'event.reason'],
  ['sensor_name', 'observer.name'],
  ['host', 'observer.name'],
];

function stripAll(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => String(item).replace(/^<|>$/g, '')) : value;
}

const CN = /(?:^|[,/] ?)CN=((?:\\.|[^,/\\]){1,256})/;

/** Whether an alert's packet went from the server to the client: newer versions say so, a low port tells it else. */
function isAnswer(value: JsonObject): boolean {
  if (value.event_type !== 'alert') return false;
  const direction = textAt(value, 'direction');
  if (direction !== null) return direction === 'to_client';
  const from = Number(textAt(value, 'src_port') ?? Number.NaN);
  return from < 1_024 && Number(textAt(value, 'dest_port') ?? Number.NaN) >= 1_024;
}

/** What no path can say: the URL in its parts, answers of DNS in each of EVE's three forms, names in certificates. */
export function readSuricata(value: JsonObject, name: string, { attributes }: Draft): void {
  const host = textAt(value, 'http.hostname') ?? undefined;
  const url = textAt(value, 'http.url') ?? undefined;
  if (host !== undefined || url !== undefined) {
    // A proxy's client names the whole URL in its request line.
    putUrl(attributes, url, url?.includes('://') === true ? undefined : host);
    put(attributes, 'url.domain', host);
    // An alert about an answer has the server as its source.
    put(attributes, isAnswer(value) ? 'source.domain' : 'destination.domain', host);
    put(attributes, 'url.port', textAt(value, 'http.http_port'));
  }
  const path = attributes['file.path'];
  if (typeof path === 'string')
    put(attributes, 'file.name', path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
  putAnswers(value, attributes);
  for (const [field, key] of [
    ['tls.subject', 'tls.server.x509.subject.common_name'],
    ['tls.issuerdn', 'tls.server.x509.issuer.common_name'],
  ] as const)
    put(attributes, key, CN.exec(textAt(value, field) ?? '')?.[1]);
  if (textAt(value, 'ftp.command') === 'USER')
    put(attributes, 'user.name', textAt(value, 'ftp.command_data'));
  if (textAt(value, 'pop3.request.command') === 'USER')
    put(attributes, 'user.name', textAt(value, 'pop3.request.args.0'));
  const age = Number(textAt(value, 'flow.age') ?? textAt(value, 'netflow.age') ?? '');
  if (Number.isSafeInteger(age) && age > 0) put(attributes, 'event.duration', age * 1e9);
  if (
    /^(dns|http|tls|ssh|smb|smtp|ftp|rdp|snmp|sip|mqtt|krb5|dhcp|nfs|tftp|rfb|ike|quic|pgsql|ldap|http2)$/.test(
      name,
    )
  )
    put(attributes, 'network.protocol', name);
}

function putAnswers(value: JsonObject, attributes: Draft['attributes']): void {
  const dns = objectAt(value, 'dns');
  if (dns === null) return;
  const grouped = Object.values(objectAt(dns, 'grouped') ?? {}).flatMap((item) =>
    Array.isArray(item) ? item : [],
  );
  const listed = listAt(dns, 'answers').map((answer) => textAt(answer, 'rdata'));
  const all = [...listed, ...grouped, dns.rdata].filter((item) => typeof item === 'string' && item !== '');
  const each = [...new Set(all)];
  put(attributes, 'dns.answers.data', each);
  put(attributes, 'dns.resolved_ip', each);
}
