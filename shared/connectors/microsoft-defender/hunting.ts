import type { JsonObject, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, newDraft } from '#shared/connectors/draft.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import {
  commonFields,
  initiatorAccount,
  initiatorFields,
  processFields,
} from '#shared/connectors/microsoft-defender/fields.ts';
import { severityOf } from '#shared/connectors/microsoft-defender/severity.ts';
import { compileNamed, namedFields } from '#shared/connectors/named-fields.ts';
import { jsonObject } from '#shared/connectors/parse-json.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { objectAt, textAt } from '#shared/connectors/table.ts';
import { type Attributes, put, replace } from '#shared/connectors/vocabulary.ts';

const fillCommon = compileNamed(commonFields);
const fillProcess = compileNamed(processFields);
const fillInitiator = compileNamed(initiatorFields);
const fillAccount = compileNamed(initiatorAccount);
const OPEN: ReadonlySet<string> = new Set(['properties', 'AdditionalFields', 'RawEventData']);

/** Advanced hunting tables (Microsoft, "Understand the advanced hunting schema"), the first that fits. */
const tables = (
  [
    [/^DeviceProcess|^CloudProcess/, 'endpoint process start'],
    [/^DeviceNetworkEvents/, 'network network connection'],
    [/^DeviceNetworkInfo|^DeviceInfo|^DeviceTvm|^ExposureGraph/, 'endpoint host info'],
    [/^DeviceFileCertificate/, 'endpoint file info'],
    [/^DeviceFile/, 'endpoint file change'],
    [/^DeviceRegistry/, 'endpoint registry change'],
    [/^DeviceLogon/, 'auth authentication start'],
    [/^DeviceImageLoad/, 'endpoint library start'],
    [/^DeviceEvents/, 'endpoint host info'],
    [/^EmailAttachment|^EmailUrl|^EmailEvents|^EmailPostDelivery|^MessageEvents/, 'network email info'],
    [/^UrlClick|^MessageUrl/, 'network web,network access'],
    [/^IdentityLogon|^AADSignIn|^AADSpnSignIn|^EntraIdSignIn/, 'auth authentication start'],
    [/^Identity/, 'auth iam info'],
    [/^Alert(Info|Evidence)|^Behavior/, 'endpoint intrusion_detection info'],
    [/^CloudAppEvents|^CloudAudit|^CloudStorage|^OAuthApp/, 'cloud configuration info'],
  ] as const
).map(([pattern, row]) => ({ pattern, kind: kindRow(row) }));

const FILE_TYPES: Readonly<Record<string, string>> = {
  FileCreated: 'creation',
  FileDeleted: 'deletion',
  FileModified: 'change',
  FileRenamed: 'change',
};
/** What `DeviceEvents`, the table for all else, tells by its action. */
const deviceKinds = (
  [
    [
      /^Antivirus|^SmartScreen|^Exploit|^Asr|^Tamper|^ControlledFolder|^NetworkProtection/,
      'endpoint intrusion_detection info - - 6',
    ],
    [
      /^(Create|Open|Read|Write|Nt|Queue|Set).*(Process|Thread|Memory|Api)|^ProcessPrimaryToken|^PowerShell|^Script|^Amsi/,
      'endpoint process info - - 2',
    ],
    [/^Dns/, 'network network protocol'],
    [/^UserAccount|^SecurityGroup|^PasswordChange/, 'auth iam user,change - - 3'],
    [/^ScheduledTask|^Service/, 'endpoint configuration change - - 3'],
    [/^Usb|^Pnp|^RemovableStorage|^Printer/, 'endpoint host info'],
    [/^Firewall/, 'network network connection,denied'],
    [/^File|^ShellLink|^Sensitive/, 'endpoint file info'],
    [/^Ldap|^NamedPipe|^RemoteDesktop|^RemoteWmi/, 'network network info'],
  ] as const
).map(([pattern, row]) => ({ pattern, kind: kindRow(row) }));

/** The table of a row: said by the stream's category, else told by its columns. */
export function tableOf(value: JsonObject): string | null {
  const category = textAt(value, 'category') ?? textAt(value, 'Type') ?? '';
  const named = /^AdvancedHunting-(\w{3,60})$/.exec(category)?.[1];
  if (named !== undefined) return named;
  if (/^(Device|Email|Identity|UrlClick|CloudApp|Alert(Info|Evidence)|Behavior)\w{0,40}$/.test(category))
    return category;
  if (value.ActionType === undefined || (value.Timestamp ?? value.TimeGenerated) === undefined) return null;
  if (value.InitiatingProcessFileName !== undefined || value.DeviceName !== undefined) {
    if (value.RegistryKey !== undefined) return 'DeviceRegistryEvents';
    if (value.RemoteIP !== undefined && value.LogonType === undefined) return 'DeviceNetworkEvents';
    if (value.LogonType !== undefined) return 'DeviceLogonEvents';
    if (/^Process/.test(textAt(value, 'ActionType') ?? '')) return 'DeviceProcessEvents';
    if (/^File/.test(textAt(value, 'ActionType') ?? '')) return 'DeviceFileEvents';
    return 'DeviceEvents';
  }
  if (value.AccountObjectId !== undefined || value.Application !== undefined) return 'CloudAppEvents';
  return value.NetworkMessageId !== undefined ? 'EmailEvents' : null;
}

/** A row of advanced hunting as the streaming API sends it, or as the API's queries answer it. */
export function readHunting(table: string, value: JsonObject, context: ReadContext): Draft {
  const draft = newDraft('microsoft-defender', 'endpoint');
  const { attributes } = draft;
  const fields = namedFields(opened(value), OPEN);
  const time = fields.get('timestamp') ?? fields.get('timegenerated') ?? fields.get('time');
  draft.time = typeof time === 'string' ? (textTime(time, context) ?? time) : time;
  put(attributes, 'event.code', table);
  fields.delete('type');
  if (/^(Device|Cloud)Process/.test(table)) fillProcess(fields, attributes);
  else fillInitiator(fields, attributes);
  fillCommon(fields, attributes);
  if (attributes['user.name'] === undefined && attributes['user.email'] === undefined)
    fillAccount(fields, attributes);
  if (/^Alert/.test(table)) put(attributes, 'event.kind', 'alert');
  turnRemote(table, attributes);
  joinPath(attributes);
  putLists(fields, attributes);
  // What an identity sensor saw asked: of DNS a name, else an account or a group.
  if (attributes['network.protocol'] === 'dns')
    put(attributes, 'dns.question.name', fields.get('querytarget'));
  const action = String(attributes['event.action'] ?? '');
  put(attributes, 'event.outcome', outcomeOf(action));
  const byTable = tables.find(({ pattern }) => pattern.test(table))?.kind;
  const kind =
    table === 'DeviceEvents'
      ? (deviceKinds.find(({ pattern }) => pattern.test(action))?.kind ?? byTable)
      : byTable;
  if (kind === undefined) draft.notes.push('a table that is not known');
  const type = FILE_TYPES[action];
  applyKind(draft, {
    ...(kind ?? kindRow('endpoint host info')),
    ...(type === undefined ? {} : { type: [type] }),
  });
  const declared = severityOf(fields.get('severity'));
  draft.severity = Math.max(draft.severity, declared ?? (attributes['event.outcome'] === 'failure' ? 3 : 1));
  return draft;
}

/** Columns that hold objects come as JSON text. */
function opened(value: JsonObject): JsonObject {
  const row = objectAt(value, 'properties') ?? value;
  const parsed: Record<string, unknown> = { ...row };
  for (const name of [
    'AdditionalFields',
    'RawEventData',
    'LoggedOnUsers',
    'IPAddresses',
    'AttackTechniques',
  ]) {
    const item = row[name];
    if (typeof item !== 'string' || item.length > 65_536) continue;
    const object = jsonObject(item) ?? listOf(item);
    if (object !== null) parsed[name] = object;
  }
  return row === value ? parsed : { ...value, properties: parsed };
}

function listOf(text: string): unknown[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

/** The remote end is the source of what came in: inbound connections, logons and remote requests. */
function turnRemote(table: string, attributes: Attributes): void {
  const action = String(attributes['event.action'] ?? '');
  const inbound = /^Inbound|^Listening|^RemoteDesktop/.test(action);
  if (!inbound && !/^DeviceLogon/.test(table)) return;
  if (inbound) put(attributes, 'network.direction', 'ingress');
  for (const part of ['ip', 'port', 'domain']) {
    const [source, destination] = [attributes[`source.${part}`], attributes[`destination.${part}`]];
    if (destination === undefined) continue;
    delete attributes[`source.${part}`];
    delete attributes[`destination.${part}`];
    put(attributes, `source.${part}`, destination);
    put(attributes, `destination.${part}`, source);
  }
}

/** `FolderPath` is the whole path in most tables, in some only the folder. */
function joinPath(attributes: Attributes): void {
  const path = attributes['file.path'];
  const name = attributes['file.name'];
  if (typeof path !== 'string' || typeof name !== 'string') return;
  if (!path.toLowerCase().endsWith(name.toLowerCase())) {
    put(attributes, 'file.directory', path);
    const separator = path.includes('/') ? '/' : '\\';
    replace(attributes, 'file.path', path.endsWith(separator) ? path + name : path + separator + name);
  }
  const dot = name.lastIndexOf('.');
  if (dot > 0 && name.length - dot <= 10) put(attributes, 'file.extension', name.slice(dot + 1));
}

function putLists(fields: ReadonlyMap<string, unknown>, attributes: Attributes): void {
  const addresses = [0, 1, 2].map((index) => fields.get(`ipaddresses${index}ipaddress`)).filter(Boolean);
  if (addresses.length > 0) put(attributes, 'host.ip', addresses);
  const users = [0, 1, 2].map((index) => fields.get(`loggedonusers${index}username`)).filter(Boolean);
  if (users.length === 0) return;
  put(attributes, 'user.name', users[0]);
  put(attributes, 'user.domain', fields.get('loggedonusers0domainname'));
  put(attributes, 'user.id', fields.get('loggedonusers0sid'));
  put(attributes, 'related.user', users);
}

function outcomeOf(action: string): 'success' | 'failure' | undefined {
  if (/(Failed|Blocked|Denied)$|^LogonFailed|^ConnectionFailed/.test(action)) return 'failure';
  return /(Success|Allowed|Accepted)$/.test(action) ? 'success' : undefined;
}
