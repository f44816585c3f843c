import { isIP } from 'node:net';
import { type Attributes, bareAddress, put } from '#shared/connectors/vocabulary.ts';
import { baseName, type Get } from '#shared/connectors/windows-events/data.ts';

/** `ObjectName` is what `ObjectType` says: a key, an account of the account database, a process, or something with a path. */
export function readObject(get: Get, attributes: Attributes): void {
  const name = get('objectname');
  if (name === undefined) return;
  const type = get('objecttype') ?? 'File';
  if (type === 'Key' || /^\\REGISTRY\\/i.test(name)) put(attributes, 'registry.path', name);
  else if (type === 'SAM_ALIAS' || type === 'SAM_GROUP')
    put(attributes, /^S-1-/.test(name) ? 'group.id' : 'group.name', name);
  else if (type === 'SAM_USER')
    put(attributes, /^S-1-/.test(name) ? 'user.target.id' : 'user.target.name', name);
  else if (/^(\\|[A-Za-z]:\\|\/)/.test(name)) put(attributes, 'file.path', name);
  else if (type === 'SC_MANAGER OBJECT' || type === 'SERVICE OBJECT') put(attributes, 'service.name', name);
  put(attributes, 'winlog.object.name', name);
}

/** `SHA1=…,MD5=…,SHA256=…,IMPHASH=…`, or one bare hash whose length says which it is. */
export function readHashes(
  text: string | undefined,
  owners: readonly string[],
  attributes: Attributes,
): void {
  for (const pair of text?.split(',').slice(0, 8) ?? []) {
    const [kind = '', hash = ''] = pair.trim().split('=');
    if (!/^[0-9a-fA-F]{16,128}$/.test(hash) || /^0+$/.test(hash)) continue;
    for (const owner of owners)
      put(
        attributes,
        kind === 'IMPHASH' ? `${owner}.pe.imphash` : `${owner}.hash.${kind.toLowerCase()}`,
        hash.toLowerCase(),
      );
  }
}

const HIVES: Readonly<Record<string, string>> = {
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKEY_USERS: 'HKU',
  HKEY_CURRENT_USER: 'HKCU',
  HKEY_CLASSES_ROOT: 'HKCR',
  '\\REGISTRY\\MACHINE': 'HKLM',
  '\\REGISTRY\\USER': 'HKU',
};

/** Hive, key and value of a registry path, and the type of what was written. */
export function readRegistry(family: string, get: Get, attributes: Attributes): void {
  const path = attributes['registry.path'];
  if (typeof path !== 'string') return;
  const root = /^(\\REGISTRY\\[A-Za-z]+|[A-Z_]{3,20})(?=\\|$)/i.exec(path)?.[1];
  if (root !== undefined) {
    const hive = HIVES[root.toUpperCase()] ?? root;
    if (!hive.startsWith('\\')) put(attributes, 'registry.hive', hive);
    put(attributes, 'registry.key', path.slice(root.length + 1));
  }
  if (family === 'sysmon') put(attributes, 'registry.value', baseName(path));
  const written = attributes['registry.data.strings'];
  if (typeof written === 'string') attributes['registry.data.strings'] = [written];
  const kind = /^(DWORD|QWORD) \(/.exec(get('details') ?? '')?.[1];
  put(
    attributes,
    'registry.data.type',
    kind !== undefined
      ? `REG_${kind}`
      : /^REG_/.test(get('newvaluetype') ?? '')
        ? get('newvaluetype')
        : undefined,
  );
}

/** Record types by number in Sysmon's and the client's answers: `type:  5 host.example;192.0.2.1;`. */
export function readAnswers(text: string | undefined, attributes: Attributes): void {
  const addresses: string[] = [];
  const data: string[] = [];
  for (const part of text?.split(';').slice(0, 100) ?? []) {
    const item = part.trim();
    const name = /^type:\s{1,4}\d{1,5}\s(.{1,255})$/.exec(item)?.[1]?.trim();
    const ip = bareAddress(item);
    if (isIP(ip) !== 0) addresses.push(ip);
    if (name !== undefined) data.push(name);
    else if (isIP(ip) !== 0) data.push(ip);
  }
  put(attributes, 'dns.resolved_ip', addresses);
  put(attributes, 'dns.answers.data', data);
  put(
    attributes,
    'related.hosts',
    data.filter((item) => isIP(item) === 0),
  );
}

/** Sysmon configurations name techniques in the rule: `technique_id=T1055,technique_name=Process Injection`. */
export function readTechnique(rule: string | undefined, attributes: Attributes): void {
  if (rule === undefined || !rule.includes('technique_id=')) return;
  for (const pair of rule.split(',').slice(0, 10)) {
    const [name, value] = pair.trim().split('=');
    if (name === 'technique_id') put(attributes, 'threat.technique.id', [value]);
    else if (name === 'technique_name') put(attributes, 'threat.technique.name', [value]);
    else if (name === 'tactic_id') put(attributes, 'threat.tactic.id', [value]);
  }
}

/** Antimalware lists what it found as `file:_C:\a; containerfile:_C:\b; webfile:_C:\c|https://…|pid:1,ProcessStart:2`. */
export function threatPath(text: string | undefined): { path?: string; url?: string } {
  if (text === undefined) return {};
  const items = text.split(';').map((item) => item.trim());
  const found = items.find((item) => item.startsWith('file:_')) ?? items[0] ?? '';
  const [path = '', url] = found.replace(/^[a-z]{2,20}:_/i, '').split('|');
  return { ...(path === '' ? {} : { path }), ...(url?.includes('://') ? { url } : {}) };
}

/** Command and arguments of a scheduled task's definition, which stands in the event as XML text. */
export function taskCommand(xml: string | undefined): { command?: string; args?: string; author?: string } {
  if (xml === undefined) return {};
  const plain = xml.includes('&lt;') ? xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>') : xml;
  const element = (name: string): string | undefined => {
    const open = plain.indexOf(`<${name}>`);
    const close = open === -1 ? -1 : plain.indexOf(`</${name}>`, open);
    return close === -1
      ? undefined
      : plain
          .slice(open + name.length + 2, close)
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&')
          .trim();
  };
  const [command, args, author] = [element('Command'), element('Arguments'), element('Author')];
  return {
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(author === undefined ? {} : { author }),
  };
}

/** The executable at the head of a command line, as services and drivers are installed with. */
export function commandPath(line: string | undefined): string | undefined {
  if (line === undefined) return undefined;
  const quoted = /^"([^"]{1,1024})"/.exec(line)?.[1];
  if (quoted !== undefined) return quoted;
  const path = /^(.{1,1024}?\.(?:exe|sys|dll|bat|cmd|ps1|com|vbs))(?=[\s,]|$)/i.exec(line)?.[1];
  return path ?? (line.includes(' ') ? undefined : line);
}
