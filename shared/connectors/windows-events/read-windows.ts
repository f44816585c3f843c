import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { put, toNumber } from '#shared/connectors/vocabulary.ts';
import {
  groupIds,
  insertions,
  logonIds,
  logonTypes,
  sysmonKinds,
  windowsKinds,
} from '#shared/connectors/windows-events/events.ts';

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
  processId: string | null;
};

/** `EventData` names → ECS, for all ids. The first that fills a key wins. */
const dataKeys: readonly (readonly [string, string])[] = [
  ['IpAddress', 'source.ip'],
  ['ClientAddress', 'source.ip'],
  ['SourceIp', 'source.ip'],
  ['SourceAddress', 'source.ip'],
  ['IpPort', 'source.port'],
  ['SourcePort', 'source.port'],
  ['SourceHostname', 'source.domain'],
  ['WorkstationName', 'source.domain'],
  ['Workstation', 'source.domain'],
  ['ClientName', 'source.domain'],
  ['DestinationIp', 'destination.ip'],
  ['DestAddress', 'destination.ip'],
  ['DestinationPort', 'destination.port'],
  ['DestPort', 'destination.port'],
  ['DestinationHostname', 'destination.domain'],
  ['TargetServerName', 'destination.domain'],
  ['NewProcessName', 'process.executable'],
  ['Image', 'process.executable'],
  ['Application', 'process.executable'],
  ['SourceImage', 'process.executable'],
  ['CommandLine', 'process.command_line'],
  ['CurrentDirectory', 'process.working_directory'],
  ['ProcessGuid', 'process.entity_id'],
  ['SourceProcessGUID', 'process.entity_id'],
  ['SourceProcessId', 'process.pid'],
  ['NewProcessId', 'process.pid'],
  ['ParentProcessName', 'process.parent.executable'],
  ['ParentImage', 'process.parent.executable'],
  ['ParentCommandLine', 'process.parent.command_line'],
  ['ParentProcessGuid', 'process.parent.entity_id'],
  ['ParentProcessId', 'process.parent.pid'],
  ['OriginalFileName', 'process.pe.original_file_name'],
  ['Product', 'process.pe.product'],
  ['Company', 'process.pe.company'],
  ['TargetFilename', 'file.path'],
  ['ImageLoaded', 'file.path'],
  ['RelativeTargetName', 'file.path'],
  ['PipeName', 'file.name'],
  ['ShareName', 'file.share'],
  ['TargetObject', 'registry.path'],
  ['Details', 'registry.data.strings'],
  ['QueryName', 'dns.question.name'],
  ['ServiceName', 'service.name'],
  ['ImagePath', 'process.executable'],
  ['ServiceFileName', 'process.executable'],
  ['TaskName', 'rule.task'],
  ['ScriptBlockText', 'powershell.file.script_block_text'],
  ['ScriptBlockId', 'powershell.file.script_block_id'],
  ['HostApplication', 'process.command_line'],
  ['RuleName', 'rule.name'],
  ['Threat Name', 'rule.name'],
  ['Path', 'file.path'],
  ['Process Name', 'process.executable'],
  ['TargetImage', 'winlog.target.executable'],
  ['LogonType', 'winlog.logon.type_id'],
  ['FailureReason', 'event.reason'],
  ['PackageName', 'winlog.logon.package'],
  ['AuthenticationPackageName', 'winlog.logon.package'],
  ['LogonProcessName', 'winlog.logon.process'],
  ['PrivilegeList', 'winlog.privileges'],
];

const PROTOCOLS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'ipv6-icmp',
};

/** Fills the draft from a header and its `EventData`, whose own names are kept beside the ECS ones. */
export function readWindows(header: WindowsHeader, data: ReadonlyMap<string, string>, draft: Draft): void {
  const { attributes } = draft;
  const sysmon = /sysmon/i.test(header.provider ?? header.channel ?? '');
  const get = (name: string): string | undefined => resolved(data.get(name));
  put(attributes, 'event.code', header.id);
  put(attributes, 'event.provider', header.provider);
  put(attributes, 'winlog.channel', header.channel);
  put(attributes, 'host.name', header.computer);
  put(attributes, 'winlog.record_id', header.recordId);
  put(attributes, 'log.level', header.level);
  put(attributes, 'winlog.keywords', header.keywords);
  for (const [name, key] of dataKeys) put(attributes, key, get(name));
  readUsers(header.id, get, draft);
  // In 4688 `ProcessId` is the creator's; everywhere else it is the one that acts.
  put(
    attributes,
    header.id === '4688' ? 'process.parent.pid' : 'process.pid',
    get('ProcessId') ?? get('ProcessID'),
  );
  if (header.id !== '4688') put(attributes, 'process.executable', get('ProcessName'));
  put(attributes, 'process.name', baseName(attributes['process.executable']));
  put(attributes, 'process.parent.name', baseName(attributes['process.parent.executable']));
  put(attributes, 'file.name', baseName(attributes['file.path']));
  readObject(get, draft);
  readHashes(
    get('Hashes') ?? get('Hash'),
    /^(6|7|11|15|23|26|29)$/.test(header.id) && sysmon ? 'file' : 'process',
    draft,
  );
  const protocol = get('Protocol');
  put(
    attributes,
    'network.transport',
    protocol === undefined ? undefined : (PROTOCOLS[protocol] ?? protocol.toLowerCase()),
  );
  put(attributes, 'network.direction', directionOf(get));
  const logonType = get('LogonType');
  put(attributes, 'winlog.logon.type', logonType === undefined ? undefined : logonTypes.get(logonType));
  put(
    attributes,
    'event.reason',
    get('SubStatus') !== '0x0' ? reasonOf(get('SubStatus') ?? get('Status')) : reasonOf(get('Status')),
  );
  put(attributes, 'message', header.message);
  const kind = (sysmon ? sysmonKinds : windowsKinds).get(header.id);
  put(attributes, 'event.outcome', outcomeOf(header, get));
  if (kind !== undefined) applyKind(draft, kind);
  else
    applyKind(draft, { category: 'endpoint', ecs: ['host'], type: ['info'], action: `event-${header.id}` });
  if (attributes['event.outcome'] === 'failure' && logonIds.has(header.id))
    draft.severity = Math.max(draft.severity, 3);
  put(attributes, 'EventID', toNumber(header.id) ?? header.id);
  put(attributes, 'Channel', header.channel);
  put(attributes, 'Provider_Name', header.provider);
  for (const [name, value] of data)
    put(attributes, name.slice(0, 256).toWellFormed(), insertions.get(value) ?? value);
}

type Get = (name: string) => string | undefined;

function readUsers(id: string, get: Get, { attributes }: Draft): void {
  const target = get('TargetUserName') ?? get('TargetUser');
  const account = splitAccount(get('User') ?? get('AccountName') ?? get('SourceUser'));
  if (groupIds.has(id)) {
    put(attributes, 'group.name', target);
    put(attributes, 'group.id', get('TargetSid'));
    put(attributes, 'group.domain', get('TargetDomainName'));
    put(attributes, 'user.target.name', /^CN=((?:\\,|[^,]){1,256})/.exec(get('MemberName') ?? '')?.[1]);
    put(attributes, 'user.target.id', get('MemberSid'));
  } else if (logonIds.has(id)) {
    put(attributes, 'user.name', target ?? get('AccountName'));
    put(attributes, 'user.domain', get('TargetDomainName') ?? get('AccountDomain'));
    put(attributes, 'user.id', get('TargetUserSid') ?? get('TargetSid'));
    put(attributes, 'user.by.name', get('SubjectUserName'));
  } else if (target !== get('SubjectUserName')) {
    put(attributes, get('SubjectUserName') === undefined ? 'user.name' : 'user.target.name', target);
    put(attributes, 'user.target.domain', get('TargetDomainName'));
    put(attributes, 'user.target.id', get('TargetSid'));
  }
  // The subject's domain and SID belong to the subject's name: never to a target that came without its own.
  if (attributes['user.name'] !== undefined) return;
  put(attributes, 'user.name', get('SubjectUserName') ?? account.name);
  put(attributes, 'user.domain', get('SubjectDomainName') ?? account.domain);
  put(attributes, 'user.id', get('SubjectUserSid') ?? get('Security.UserID'));
}

function splitAccount(text: string | undefined): { name?: string | undefined; domain?: string } {
  const slash = text?.indexOf('\\') ?? -1;
  return text === undefined || slash < 0
    ? { name: text }
    : { domain: text.slice(0, slash), name: text.slice(slash + 1) };
}

function readObject(get: Get, { attributes }: Draft): void {
  const name = get('ObjectName');
  const type = get('ObjectType');
  if (name !== undefined) {
    const key =
      type === 'Key' || name.startsWith('\\REGISTRY')
        ? 'registry.path'
        : type === undefined || type === 'File'
          ? 'file.path'
          : 'winlog.object.name';
    put(attributes, key, name);
    put(attributes, 'registry.value', get('ObjectValueName'));
  }
  put(attributes, 'file.name', baseName(attributes['file.path']));
}

function readHashes(text: string | undefined, owner: string, { attributes }: Draft): void {
  for (const pair of text?.split(',') ?? []) {
    const [kind = '', hash] = pair.trim().split('=');
    put(
      attributes,
      kind === 'IMPHASH' ? `${owner}.pe.imphash` : `${owner}.hash.${kind.toLowerCase()}`,
      hash?.toLowerCase(),
    );
  }
}

function directionOf(get: Get): string | undefined {
  const word = get('Direction')?.toLowerCase();
  if (word === 'inbound' || word === 'outbound') return word;
  const initiated = get('Initiated');
  return initiated === undefined ? undefined : initiated === 'true' ? 'egress' : 'ingress';
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
  const status = get('Status');
  return status !== undefined && /^47(68|69|71|76)$/.test(id)
    ? /^0x0+$/.test(status)
      ? 'success'
      : 'failure'
    : undefined;
}

function reasonOf(status: string | undefined): string | undefined {
  return status === undefined ? undefined : insertions.get(status.toLowerCase());
}

function resolved(value: string | undefined): string | undefined {
  if (value === undefined || value === '' || value === '-' || value === 'S-1-0-0') return undefined;
  return value.startsWith('%%') ? (insertions.get(value.trim()) ?? value) : value;
}

function baseName(path: unknown): string | undefined {
  return typeof path === 'string'
    ? path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)
    : undefined;
}
