import { isIP } from 'node:net';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put, replace } from '#shared/connectors/vocabulary.ts';

type Fields = ReadonlyMap<string, string>;

const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE)$/;

/** Fields whose meaning depends on the subtype or on what stands in them. */
export function readSpecial(fields: Fields, draft: Draft): void {
  const { attributes } = draft;
  const subtype = fields.get('subtype') ?? '';
  if (fields.get('action') === 'Incident_Detection') readDecoy(fields.get('msg') ?? '', draft);
  readHost(fields, subtype, draft);
  readAddresses(fields, draft);
  readTls(fields, draft);
  readConfig(fields, draft);
  const method = fields.get('method') ?? fields.get('http_method')?.toUpperCase() ?? '';
  if (METHODS.test(method)) put(attributes, 'http.request.method', method);
  const status = fields.get('status') ?? fields.get('retcode') ?? '';
  if (/^[1-5]\d\d$/.test(status)) put(attributes, 'http.response.status_code', status);
  // VoIP writes SIP addresses where mail writes its own.
  for (const [name, key] of [
    ['from', 'email.from.address'],
    ['to', 'email.to.address'],
  ] as const) {
    const value = fields.get(name);
    if (value?.includes('@') && subtype !== 'voip') put(attributes, key, value.replace(/^<|>$/g, ''));
  }
  readKind(draft);
  putAccount(draft);
}

function readHost(fields: Fields, subtype: string, { attributes }: Draft): void {
  const name = fields.get('hostname') ?? fields.get('http_host');
  const url = fields.get('url') ?? loadBalanced(fields);
  // DHCP, endpoint control and users name the client's machine; everything else the web server.
  if (fields.has('dhcp_msg') || subtype === 'endpoint')
    put(attributes, 'host.name', name ?? fields.get('name'));
  else {
    putUrl(attributes, url, name);
    put(attributes, 'destination.domain', name);
  }
  if (fields.has('sni')) put(attributes, 'destination.domain', fields.get('sni'));
  if (fields.has('dhcp_msg')) put(attributes, 'host.ip', fields.get('ip'));
}

/** FortiDeceptor's incidents: who touched which decoy stands as pairs inside the message. */
function readDecoy(message: string, { attributes }: Draft): void {
  const { fields } = scanKeyValues(message);
  for (const [name, key] of [
    ['AttackerIP', 'source.ip'],
    ['AttackerPort', 'source.port'],
    ['AttackerMac', 'source.mac'],
    ['VictimIP', 'destination.ip'],
    ['VictimPort', 'destination.port'],
    ['Username', 'user.target.name'],
    ['MITRE_ATT&CK_ID', 'threat.technique.id'],
    ['DecoyGroup', 'rule.name'],
    ['Operation', 'event.reason'],
  ] as const)
    put(attributes, key, fields.get(name));
}

/** FortiADC writes a request's path and query apart. */
function loadBalanced(fields: Fields): string | undefined {
  const path = fields.get('http_url');
  const query = fields.get('http_qry') ?? '';
  return path === undefined || query === '' || query === 'none' || path.includes('?')
    ? path
    : `${path}?${query}`;
}

function readAddresses(fields: Fields, { attributes }: Draft): void {
  const resolved = (fields.get('ipaddr') ?? '').split(/[,;]\s?/).filter((text) => isIP(text.trim()) !== 0);
  put(
    attributes,
    'dns.resolved_ip',
    resolved.map((text) => text.trim()),
  );
  const server = fields.get('server');
  if (server === undefined) return;
  put(attributes, isIP(server) === 0 ? 'service.name' : 'destination.ip', server);
}

function readTls(fields: Fields, { attributes }: Draft): void {
  const version = /(?:tls|ssl)v?[- ]?(\d(?:\.\d)?)$/i.exec(fields.get('tlsver') ?? '');
  put(attributes, 'tls.version', version?.[1]?.includes('.') ? version[1] : version && `${version[1]}.0`);
  if (fields.has('certhash')) {
    put(attributes, 'tls.server.x509.serial_number', fields.get('sn'));
    put(attributes, 'x509.alternative_names', fields.get('san')?.split(';').filter(Boolean));
  }
  put(attributes, 'tls.server.x509.issuer.common_name', fields.get('scertissuer') ?? fields.get('issuer'));
}

/** An account that an administrator makes, changes or deletes (`cfgpath` is where in the configuration it stands). */
const ACCOUNTS = /^(system\.(admin|api-user)|user\.(local|peer|ldap|radius|group|adgrp|setting))/;

function readConfig(fields: Fields, draft: Draft): void {
  const { attributes } = draft;
  const path = fields.get('cfgpath');
  const object = fields.get('cfgobj');
  if (path === undefined) return;
  const isGroup = path.startsWith('user.group') || path.startsWith('user.adgrp');
  const isAccount = ACCOUNTS.test(path);
  if (isAccount) put(attributes, isGroup ? 'group.name' : 'user.target.name', object);
  else if (path.startsWith('firewall'))
    put(attributes, /^\d+$/.test(object ?? '') ? 'rule.id' : 'rule.name', object);
  const change =
    { add: 'creation', delete: 'deletion' }[(fields.get('action') ?? '').toLowerCase()] ?? 'change';
  applyKind(draft, {
    ...kindRow(isAccount ? 'auth iam info' : 'ops configuration info'),
    type: isAccount ? [isGroup ? 'group' : 'user', change] : [change],
    outcome: 'success',
  });
}

/** `ssh(192.0.2.9)`, `https(192.0.2.9)`, `jsconsole`. */
export function putInterface(ui: string | undefined, { attributes }: Draft): void {
  const open = ui?.indexOf('(') ?? -1;
  if (ui === undefined || open < 1) return;
  const close = ui.indexOf(')', open);
  put(attributes, 'source.ip', ui.slice(open + 1, close === -1 ? undefined : close));
  put(attributes, 'network.application', ui.slice(0, open));
}

/** A hash says by its length which one it is; FortiGate's own 8 digits are a CRC32, for which ECS has no name. */
export function putHash({ attributes }: Draft): void {
  const hash = attributes['file.hash.value'];
  delete attributes['file.hash.value'];
  if (typeof hash !== 'string' || !/^[0-9a-fA-F]+$/.test(hash)) return;
  const kind = ({ 32: 'md5', 40: 'sha1', 64: 'sha256' } as Record<number, string>)[hash.length];
  if (kind !== undefined) put(attributes, `file.hash.${kind}`, hash);
}

function readKind({ attributes }: Draft): void {
  const kind = attributes['file.kind'];
  delete attributes['file.kind'];
  if (typeof kind !== 'string') return;
  put(attributes, kind.includes('/') ? 'file.mime_type' : 'file.extension', kind);
}

/** The acting user stands as the source's, `DOMAIN\user` in its parts, and as the event's. */
function putAccount({ attributes }: Draft): void {
  const account = attributes['source.user.name'];
  if (typeof account !== 'string') return;
  const slash = account.indexOf('\\');
  if (slash > 0) {
    replace(attributes, 'source.user.name', account.slice(slash + 1));
    put(attributes, 'source.user.domain', account.slice(0, slash));
  }
  put(attributes, 'user.name', attributes['source.user.name']);
  put(attributes, 'user.domain', attributes['source.user.domain']);
  if (/^[^\s@]{1,128}@[^\s@]{1,253}$/.test(account)) put(attributes, 'user.email', account);
}
