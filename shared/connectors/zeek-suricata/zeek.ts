import { isIP } from 'node:net';
import type { JsonObject } from '#shared/connectors/connector.ts';
import type { Draft } from '#shared/connectors/draft.ts';
import { listAt } from '#shared/connectors/table.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put } from '#shared/connectors/vocabulary.ts';
import { textAt } from '#shared/connectors/zeek-suricata/zeek-text.ts';

const text = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

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
