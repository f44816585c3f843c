import { isIP } from 'node:net';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { protocols } from '#shared/connectors/protocols.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { type Attributes, put, replace, toNumber } from '#shared/connectors/vocabulary.ts';
import { readAccounts } from '#shared/connectors/windows-events/accounts.ts';
import { readAdfs } from '#shared/connectors/windows-events/adfs.ts';
import { insertions, kerberosErrors, logonTypes } from '#shared/connectors/windows-events/codes.ts';
import { baseName, fieldsOf, type Get } from '#shared/connectors/windows-events/data.ts';
import { familyOf } from '#shared/connectors/windows-events/events.ts';
import { specialFields } from '#shared/connectors/windows-events/fields.ts';
import { logonIds } from '#shared/connectors/windows-events/ids.ts';
import {
  commandPath,
  readAnswers,
  readHashes,
  readObject,
  readRegistry,
  readTechnique,
  taskCommand,
  threatPath,
} from '#shared/connectors/windows-events/objects.ts';
import { readPowershell } from '#shared/connectors/windows-events/powershell.ts';
import { clean, putCommon, putSpecial } from '#shared/connectors/windows-events/put-fields.ts';

/** The header of a Windows event, in whatever shape it came. */
export type WindowsHeader = {
  id: string;
  provider: string | null;
  channel: string | null;
  computer: string | null;
  recordId: string | null;
  /** Security's audit word or the keywords bit field, which tells success from failure. */
  keywords: string | null;
  level: string | null;
  message: string | null;
  /** The process and the thread that logged it, which is the one that acted where the event names no other. */
  processId: string | null;
  threadId: string | null;
};

const FILE_HASHES = /^(6|11|15|23|24|26|27|28|29)$/;

/** Fills the draft from a header and its `EventData`, whose own names are kept beside the ECS ones. */
export function readWindows(header: WindowsHeader, data: ReadonlyMap<string, string>, draft: Draft): void {
  const { attributes } = draft;
  const { family, kinds } = familyOf(header.provider, header.channel);
  const fields = fieldsOf(data);
  const get: Get = (name) => fields.get(name);
  put(attributes, 'event.code', header.id);
  put(attributes, 'event.provider', header.provider);
  put(attributes, 'winlog.channel', header.channel);
  putHost(header.computer, attributes);
  put(attributes, 'winlog.record_id', header.recordId);
  put(attributes, 'log.level', header.level);
  put(attributes, 'winlog.keywords', header.keywords);
  if (header.provider === 'AD FS Auditing') readAdfs([header.message ?? '', ...data.values()], attributes);
  for (const mappings of specialFields(family, header.id)) putSpecial(mappings, get, attributes);
  readTexts(family, header, get, attributes);
  putCommon(fields, attributes);
  readAccounts(family, header.id, get, attributes);
  readProcess(header, get, attributes);
  readObject(get, attributes);
  hashesOf(family, header.id, get, attributes);
  readRegistry(family, get, attributes);
  readAnswers(get('queryresults'), attributes);
  readTechnique(get('rulename'), attributes);
  putFileParts(attributes);
  put(attributes, 'dll.name', baseName(attributes['dll.path']));
  if (attributes['source.ip'] === undefined) readEndpoint(data, attributes);
  readNetwork(get, attributes);
  readLogon(header.id, get, attributes);
  put(attributes, 'message', header.message);
  const kind = kinds.get(header.id);
  put(attributes, 'event.outcome', outcomeOf(header, get));
  if (kind !== undefined) applyKind(draft, kind);
  else
    applyKind(draft, { category: 'endpoint', ecs: ['host'], type: ['info'], action: `event-${header.id}` });
  if (attributes['event.outcome'] === 'failure' && family === 'security' && logonIds.has(header.id))
    draft.severity = Math.max(draft.severity, 3);
  refineObject(kind?.action, attributes, draft);
  if (family === 'sysmon' && header.id === '12') refineRegistryKey(get('eventtype'), attributes);
  if (family === 'defender' && kind?.ecs.includes('malware')) put(attributes, 'event.kind', 'alert');
  put(attributes, 'EventID', toNumber(header.id) ?? header.id);
  put(attributes, 'Channel', header.channel);
  put(attributes, 'Provider_Name', header.provider);
  // Rules ask for the vendor's names with the codes that stand there: `ImpersonationLevel: '%%1833'`.
  for (const [name, value] of data) {
    const key = name.length > 256 ? name.slice(0, 256) : name;
    put(attributes, key, value);
    // Nor is the dash left out there that Windows writes where it has nothing: `IpAddress: '-'`.
    if (value === '-') attributes[key.toWellFormed()] ??= value;
  }
}

/** Keys that were made and keys that were deleted have one id (Sysmon's event 12); its field says which. */
function refineRegistryKey(eventType: string | undefined, attributes: Attributes): void {
  if (eventType?.startsWith('Create')) attributes['event.type'] = ['creation'];
  else if (eventType?.startsWith('Delete')) attributes['event.type'] = ['deletion'];
}

/** What a handle was opened to is told by the object, not by the event's id. */
function refineObject(action: string | undefined, attributes: Attributes, draft: Draft): void {
  if (action !== 'object-access' && action !== 'permissions-changed') return;
  if (attributes['registry.path'] !== undefined) attributes['event.category'] = ['registry'];
  else if (attributes['group.id'] !== undefined || attributes['user.target.id'] !== undefined) {
    attributes['event.category'] = ['iam'];
    attributes['event.type'] = ['info'];
    draft.category = 'auth';
  }
}

function putFileParts(attributes: Attributes): void {
  const path = attributes['file.path'];
  if (typeof path !== 'string') return;
  const name = baseName(path) ?? '';
  put(attributes, 'file.name', name);
  if (name !== path) put(attributes, 'file.directory', path.slice(0, path.length - name.length - 1));
  const dot = name.lastIndexOf('.');
  if (dot > 0 && name.length - dot <= 10) put(attributes, 'file.extension', name.slice(dot + 1));
}

/** A domain member tells its full name; its own is the first label. */
function putHost(computer: string | null, attributes: Attributes): void {
  put(attributes, 'host.name', computer);
  if (computer === null || /^[\d.:]+$/.test(computer)) return;
  const dot = computer.indexOf('.');
  put(attributes, 'host.hostname', dot > 0 ? computer.slice(0, dot) : computer);
  if (dot > 0) put(attributes, 'host.domain', computer.slice(dot + 1));
}

/** Fields that hold a text of their own: contexts, findings and task definitions. */
function readTexts(family: string, { id, message }: WindowsHeader, get: Get, attributes: Attributes): void {
  if (family === 'powershell') readPowershell(get, message, attributes);
  if (family === 'applocker')
    put(attributes, 'file.path', /^(\S.{0,1000}?) was (?:allowed|prevented)/.exec(message ?? '')?.[1]);
  if (family === 'defender' && attributes['file.path'] !== undefined) {
    const { path, url } = threatPath(get('path') ?? String(attributes['file.path']));
    delete attributes['file.path'];
    put(attributes, 'file.path', path);
    put(attributes, 'url.original', url);
  }
  if (family === 'defender' && id === '5007') {
    const [path, value] = (get('newvalue') ?? get('oldvalue') ?? '').split(' = ');
    delete attributes['registry.path'];
    delete attributes['registry.data.strings'];
    put(attributes, 'registry.path', path);
    put(attributes, 'registry.data.strings', value);
  }
  if (/^(4698|4699|470[0-2])$/.test(id)) {
    const { command, args, author } = taskCommand(get('taskcontent') ?? get('taskcontentnew'));
    put(attributes, 'process.executable', command);
    put(attributes, 'process.args', args === undefined ? undefined : [args]);
    if (author !== undefined) replace(attributes, 'related.user', [author.slice(author.indexOf('\\') + 1)]);
  }
  if (/^(4697|7045)$/.test(id)) {
    put(attributes, 'file.path', commandPath(get('servicefilename') ?? get('imagepath')));
    put(attributes, 'user.target.name', get('serviceaccount'));
  }
  if (id === '1074') {
    const program = attributes['process.executable'];
    if (typeof program === 'string')
      replace(attributes, 'process.executable', program.replace(/ \([^()]{1,64}\)$/, ''));
  }
  const client = /user: (.{1,256}) hostname: ([^\s]{1,255})/.exec(get('clientinfo') ?? '');
  if (client !== null) {
    put(attributes, 'source.domain', client[2]);
    put(attributes, 'source.user.name', client[1]?.slice(client[1].indexOf('\\') + 1));
  }
}

function readProcess({ id, processId, threadId }: WindowsHeader, get: Get, attributes: Attributes): void {
  if (id !== '4688') {
    put(attributes, 'process.pid', clean('process.pid', get('processid') ?? ''));
    put(attributes, 'process.executable', get('processname'));
    put(attributes, 'process.pid', processId);
  }
  put(attributes, 'process.thread.id', threadId);
  put(attributes, 'process.name', baseName(attributes['process.executable']));
  put(attributes, 'process.parent.name', baseName(attributes['process.parent.executable']));
}

function hashesOf(family: string, id: string, get: Get, attributes: Attributes): void {
  const owners =
    family !== 'sysmon'
      ? ['file']
      : id === '7'
        ? ['file', 'dll']
        : FILE_HASHES.test(id)
          ? ['file']
          : ['process'];
  readHashes(get('hashes') ?? get('hash'), owners, attributes);
}

/** A parameter without a name that is an address with its port, as the directory's bind events write it. */
function readEndpoint(data: ReadonlyMap<string, string>, attributes: Attributes): void {
  for (const [name, value] of data) {
    if (!/^(param|data)/i.test(name) || value.length > 60) continue;
    const [, ip = '', port] = /^\s*\[?([0-9a-fA-F.:]{3,45}?)\]?:(\d{1,5})\s*$/.exec(value) ?? [];
    if (isIP(ip) === 0) continue;
    put(attributes, 'source.ip', ip);
    put(attributes, 'source.port', port);
    return;
  }
}

function readNetwork(get: Get, attributes: Attributes): void {
  const protocol = get('protocol');
  put(
    attributes,
    'network.transport',
    protocol === undefined ? undefined : (protocols.get(protocol) ?? protocol.toLowerCase()),
  );
  const ipv6 = get('sourceisipv6');
  put(attributes, 'network.type', ipv6 === undefined ? undefined : ipv6 === 'true' ? 'ipv6' : 'ipv4');
  put(attributes, 'network.direction', directionOf(get));
  if (attributes['dns.question.name'] !== undefined) put(attributes, 'network.protocol', 'dns');
  const url = attributes['url.original'];
  if (typeof url !== 'string') return;
  if (url.includes('/')) putUrl(attributes, url);
  else {
    put(attributes, 'destination.domain', url);
    delete attributes['url.original'];
  }
}

function directionOf(get: Get): string | undefined {
  const word = get('direction')?.toLowerCase();
  if (word === 'inbound' || word === 'outbound') return word;
  const initiated = get('initiated');
  return initiated === undefined ? undefined : initiated === 'true' ? 'egress' : 'ingress';
}

function readLogon(id: string, get: Get, attributes: Attributes): void {
  put(attributes, 'winlog.logon.impersonation', get('impersonationlevel'));
  put(attributes, 'winlog.token_elevation', get('tokenelevationtype'));
  const type = get('logontype');
  put(attributes, 'winlog.logon.type', type === undefined ? undefined : logonTypes.get(type));
  const status = get('status') ?? get('failurecode') ?? get('resultcode') ?? get('errorcode');
  const sub = get('substatus');
  put(
    attributes,
    'event.reason',
    kerberosReason(id, status) ?? reasonOf(sub !== '0x0' ? (sub ?? status) : status) ?? get('reason'),
  );
}

/** The audit bits of the keywords (0x10000000000000 failure, 0x20000000000000 success), or a status that is not 0. */
function outcomeOf({ keywords, id }: WindowsHeader, get: Get): string | undefined {
  if (keywords !== null) {
    if (
      /failure/i.test(keywords) ||
      /^0x80[19]0000000000000$/i.test(keywords) ||
      keywords.startsWith('-9218868437227')
    )
      return 'failure';
    if (
      /success/i.test(keywords) ||
      /^0x80[2a]0000000000000$/i.test(keywords) ||
      keywords.startsWith('-921436483760')
    )
      return 'success';
  }
  const status = get('status') ?? get('resultcode') ?? get('errorcode');
  return status !== undefined && /^47(68|69|71|76)$/.test(id)
    ? /^0x0+$/.test(status)
      ? 'success'
      : 'failure'
    : undefined;
}

function kerberosReason(id: string, status: string | undefined): string | undefined {
  return /^47(68|69|70|71|72)$/.test(id) && status !== undefined
    ? kerberosErrors.get(status.toLowerCase())
    : undefined;
}

function reasonOf(status: string | undefined): string | undefined {
  return status === undefined ? undefined : insertions.get(status.toLowerCase());
}
