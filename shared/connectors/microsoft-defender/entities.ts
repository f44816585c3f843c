import { isIP } from 'node:net';
import type { JsonObject } from '#shared/connectors/connector.ts';
import { bareName } from '#shared/connectors/named-fields.ts';
import { type Attributes, bareAddress, put, replace } from '#shared/connectors/vocabulary.ts';

const MAX_ENTITIES = 100;
const MAX_DEPTH = 6;

/**
 * Reads the entities of a Microsoft alert wherever they are nested: Graph's `evidence`, Defender for Endpoint's
 * `entityType`, and the `Type` of Sentinel's and Microsoft 365's entities. The first of a kind fills the ECS fields, all
 * of them stand in `related.*`.
 */
export function readEntities(nodes: readonly unknown[], attributes: Attributes): void {
  const seen: Related = { ip: new Set(), user: new Set(), hosts: new Set(), hash: new Set() };
  let count = 0;
  const walk = (node: unknown, depth: number, isParent: boolean): void => {
    if (depth > MAX_DEPTH || count >= MAX_ENTITIES) return;
    if (Array.isArray(node)) {
      for (const item of node.slice(0, MAX_ENTITIES)) walk(item, depth + 1, isParent);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    count++;
    readEntity(node as JsonObject, attributes, seen, isParent);
    for (const [name, item] of Object.entries(node))
      if (item !== null && typeof item === 'object') walk(item, depth + 1, isParent || /^parent/i.test(name));
  };
  for (const node of nodes) walk(node, 0, false);
  for (const [name, values] of Object.entries(seen)) {
    const before = attributes[`related.${name}`];
    const all = [...new Set([...(Array.isArray(before) ? before : []), ...values])];
    if (all.length > 0) replace(attributes, `related.${name}`, all.slice(0, 50));
  }
}

type Related = Record<'ip' | 'user' | 'hosts' | 'hash', Set<string>>;
type Read = (...names: string[]) => string | undefined;

function readerOf(node: JsonObject): Read {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(node)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const bare = bareName(name);
    if (!fields.has(bare) && value !== '') fields.set(bare, String(value));
  }
  return (...names) => names.map((name) => fields.get(name)).find((value) => value !== undefined);
}

function kindOf(get: Read): string {
  const type = get('odatatype', 'entitytype', 'type') ?? '';
  return bareName(type.slice(type.lastIndexOf('.') + 1)).replace(/evidence$/, '');
}

function readEntity(node: JsonObject, attributes: Attributes, seen: Related, isParent: boolean): void {
  const get = readerOf(node);
  const kind = kindOf(get);
  readAccount(kind, get, attributes, seen);
  readHost(kind, get, attributes, seen);
  readFile(kind, get, attributes, seen, isParent);
  readProcess(get, attributes, isParent);
  readMail(node, get, attributes, seen);
  for (const name of [
    'address',
    'ipaddress',
    'lastipaddress',
    'lastexternalipaddress',
    'senderip',
    'remoteip',
    'sourceaddress',
    'destinationaddress',
  ]) {
    const ip = bareAddress(get(name) ?? '');
    if (isIP(ip) === 0) continue;
    seen.ip.add(ip);
    put(
      attributes,
      /^last/.test(name)
        ? 'host.ip'
        : name.startsWith('destination') || name === 'remoteip'
          ? 'destination.ip'
          : 'source.ip',
      ip,
    );
  }
  put(attributes, 'source.port', get('sourceport'));
  put(attributes, 'destination.port', get('destinationport', 'remoteport'));
  const url = get('url', 'remoteurl');
  if (url !== undefined && /[./]/.test(url)) put(attributes, 'url.original', url);
  if (kind === 'dns' || kind === 'dnsresolution') put(attributes, 'dns.question.name', get('domainname'));
  put(
    attributes,
    'registry.path',
    get('registrykey') ?? (kind.startsWith('registry') ? get('key') : undefined),
  );
  put(attributes, 'registry.hive', get('registryhive', 'hive'));
  put(
    attributes,
    'registry.value',
    get('registryvaluename') ?? (kind === 'registryvalue' ? get('name') : undefined),
  );
  put(attributes, 'registry.data.strings', get('registryvalue'));
  if (kind === 'cloudapplication') put(attributes, 'service.name', get('displayname', 'name'));
}

function readAccount(kind: string, get: Read, attributes: Attributes, seen: Related): void {
  const upn = get('userprincipalname', 'upn', 'mailboxprimaryaddress', 'primaryaddress');
  const suffix = get('upnsuffix');
  const name = get('accountname') ?? (kind === 'account' || kind === 'user' ? get('name') : undefined);
  const email = upn ?? (name !== undefined && suffix !== undefined ? `${name}@${suffix}` : undefined);
  if (name === undefined && email === undefined) return;
  if (attributes['user.name'] === undefined && attributes['user.email'] === undefined) {
    put(attributes, 'user.name', name ?? email);
    put(attributes, 'user.domain', get('domainname', 'ntdomain', 'accountdomain'));
    put(attributes, 'user.id', get('usersid', 'sid', 'azureaduserid', 'aaduserid'));
    put(attributes, 'user.full_name', get('displayname'));
    if (upn?.includes('@')) put(attributes, 'user.email', upn);
  }
  for (const value of [name, upn]) if (value !== undefined) seen.user.add(value);
}

function readHost(kind: string, get: Read, attributes: Attributes, seen: Related): void {
  const name =
    get('devicednsname', 'computerdnsname', 'netbiosname', 'fqdn', 'hostname') ??
    (kind === 'host' ? get('name') : undefined);
  if (name === undefined || kind === 'file' || isIP(name) !== 0) return;
  put(attributes, 'host.name', name);
  put(attributes, 'host.hostname', get('hostname'));
  put(attributes, 'host.domain', get('dnsdomain', 'ntdomain'));
  put(attributes, 'host.id', get('mdedeviceid', 'machineid', 'deviceid'));
  put(attributes, 'host.os.name', get('osplatform', 'osfamily'));
  seen.hosts.add(name);
}

function readFile(kind: string, get: Read, attributes: Attributes, seen: Related, isParent: boolean): void {
  for (const type of ['sha256', 'sha1', 'md5'] as const) {
    const value =
      get(type) ??
      (kind === 'filehash' && bareName(get('algorithm') ?? '') === type ? get('value') : undefined);
    if (value === undefined || !/^[0-9a-fA-F]{32,64}$/.test(value)) continue;
    seen.hash.add(value.toLowerCase());
    put(attributes, isParent ? `process.parent.hash.${type}` : `file.hash.${type}`, value.toLowerCase());
  }
  const name = get('filename') ?? (kind === 'file' ? get('name') : undefined);
  const path = get('filepath', 'folderpath', 'directory');
  if (name === undefined && path === undefined) return;
  if (isParent) {
    put(attributes, 'process.parent.name', name);
    put(attributes, 'process.parent.executable', joined(path, name));
    return;
  }
  put(attributes, 'file.name', name);
  put(attributes, 'file.path', joined(path, name));
  put(attributes, 'file.directory', path !== undefined && joined(path, name) !== path ? path : undefined);
}

function joined(path: string | undefined, name: string | undefined): string | undefined {
  if (path === undefined || name === undefined || path.toLowerCase().endsWith(name.toLowerCase()))
    return path;
  const separator = path.includes('/') ? '/' : '\\';
  return path.endsWith(separator) ? path + name : path + separator + name;
}

function readProcess(get: Read, attributes: Attributes, isParent: boolean): void {
  const key = isParent ? 'process.parent' : 'process';
  const pid = get('processid');
  if (pid !== undefined && Number(pid) > 0) put(attributes, `${key}.pid`, pid);
  put(attributes, `${key}.command_line`, get('processcommandline', 'commandline'));
  const parent = get('parentprocessid');
  if (!isParent && parent !== undefined && Number(parent) > 0) put(attributes, 'process.parent.pid', parent);
  put(attributes, 'process.parent.name', get('parentprocessfilename'));
  put(attributes, 'process.parent.executable', get('parentprocessfilepath'));
}

function readMail(node: JsonObject, get: Read, attributes: Attributes, seen: Related): void {
  const recipient = get('recipient', 'recipientemailaddress');
  if (recipient === undefined && get('internetmessageid') === undefined) return;
  put(attributes, 'email.to.address', recipient);
  const sender = (name: string): string | undefined => {
    const item = node[name];
    const address =
      item !== null && typeof item === 'object' ? readerOf(item as JsonObject)('emailaddress') : undefined;
    return address ?? get(bareName(name));
  };
  put(attributes, 'email.from.address', sender('p2Sender') ?? get('sender'));
  put(attributes, 'email.sender.address', sender('p1Sender'));
  put(attributes, 'email.subject', get('subject'));
  put(attributes, 'email.message_id', get('internetmessageid'));
  put(attributes, 'email.local_id', get('networkmessageid'));
  if (recipient !== undefined) seen.user.add(recipient);
}
