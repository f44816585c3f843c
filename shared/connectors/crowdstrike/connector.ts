import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { streamOf } from '#shared/connectors/crowdstrike/cef-names.ts';
import { falconFields } from '#shared/connectors/crowdstrike/fields.ts';
import { sensorKinds, streamKinds } from '#shared/connectors/crowdstrike/kinds.ts';
import { applyKind, type Draft, finish, type Kind, newDraft } from '#shared/connectors/draft.ts';
import { flattenInto } from '#shared/connectors/flatten.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { bareName, compileNamed, namedFields } from '#shared/connectors/named-fields.ts';
import { scanCef } from '#shared/connectors/scan/cef.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { timezoneSetting } from '#shared/connectors/setting.ts';
import { listAt, objectAt, textAt } from '#shared/connectors/table.ts';
import { type Attributes, put, replace } from '#shared/connectors/vocabulary.ts';

/** CrowdStrike Falcon: event streams, Falcon Data Replicator, the detections and alerts API, and CEF. */
export const crowdstrike = {
  name: 'crowdstrike',
  version: '1.3.0',
  settings: [timezoneSetting],
  sniff: (value) => feedOf(value) !== null,
  read: (value, context) => readFields(feedOf(value) ?? 'sensor', value, context),
  text: {
    sniff: (text) => /CEF: ?\d\|CrowdStrike\|/i.test(text.slice(0, 1_024)),
    read: readCef,
  },
} satisfies Connector;

const OPEN: ReadonlySet<string> = new Set([
  'event',
  'properties',
  'device',
  'hostinfo',
  'behaviors',
  'Attributes',
  'metadata',
]);
const fill = compileNamed(falconFields);

type Feed = 'stream' | 'sensor' | 'alert';

/** Falcon Data Replicator carries what the event streams do under `ExternalApiType`. */
function externalType(value: JsonObject): string {
  const type = textAt(value, 'ExternalApiType') ?? textAt(value, 'event.ExternalApiType') ?? '';
  return /Detect|Incident|Alert/.test(type) ? type : '';
}

function feedOf(value: JsonObject): Feed | null {
  const metadata = objectAt(value, 'metadata');
  if (metadata !== null && objectAt(value, 'event') !== null)
    return metadata.eventType !== undefined && metadata.eventCreationTime !== undefined ? 'stream' : null;
  if (/^Event_|^(Epp|Idp)DetectionSummary/.test(externalType(value))) return 'alert';
  if (value.CompositeId !== undefined && (value.AgentId ?? value.Severity) !== undefined) return 'alert';
  if (value.event_simpleName !== undefined || value.EventSimpleName !== undefined) return 'sensor';
  if (value.aid !== undefined && (value.cid ?? value.aip ?? value.event_platform) !== undefined)
    return 'sensor';
  if (
    value.cid !== undefined &&
    (value.composite_id ?? value.detection_id ?? value.incident_id) !== undefined
  )
    return 'alert';
  return null;
}

const TIMES = [
  'timestamp',
  'eventcreationtime',
  'createdtimestamp',
  'utctimestamp',
  'createdtime',
  'firstbehavior',
  'start',
  'contexttimestamp',
  'time',
] as const;

function readFields(feed: Feed, value: JsonObject, context: ReadContext): ParsedEvent {
  const draft = newDraft('crowdstrike', 'endpoint');
  const { attributes } = draft;
  const fields = namedFields(value, OPEN);
  for (const item of listAt(value, 'event.AuditKeyValues')) {
    const [key, text] = [textAt(item, 'Key'), textAt(item, 'ValueString')];
    if (key !== null && text !== null) fields.set(`audit${bareName(key)}`, text);
  }
  draft.time = timeOf(fields, context);
  const id =
    fields.get('id') ?? fields.get('compositeid') ?? fields.get('detectid') ?? fields.get('detectionid');
  draft.vendorId = typeof id === 'string' && id.length >= 16 ? id : null;
  // The image is the module that was loaded, else the program that runs.
  const name = String(fields.get('eventsimplename') ?? '');
  const image = fields.get('imagefilename');
  put(
    attributes,
    /ModuleLoad|DriverLoad|ImageLoad|Written/.test(name) ? 'file.path' : 'process.executable',
    image,
  );
  if (feed === 'sensor') fields.delete('name');
  fill(fields, attributes);
  // The sensor's own ids of processes have more digits than any system's; its detections have no other.
  if (feed === 'sensor')
    for (const key of ['process.pid', 'process.parent.pid'])
      if (Number(attributes[key]) > 4_294_967_295) delete attributes[key];
  if (feed !== 'sensor' || image !== undefined) putImage(feed, fields, attributes);
  const path = attributes['file.path'];
  if (typeof path === 'string') put(attributes, 'file.name', baseOf(path));
  putDirection(fields, attributes);
  if (/^UserLogon/.test(name)) moveRemote(attributes);
  splitUser('user', attributes);
  splitUser('user.target', attributes);
  const user = attributes['user.name'];
  if (typeof user === 'string' && /^[^@\s]+@[^@\s]+$/.test(user)) put(attributes, 'user.email', user);
  putRegistry(attributes);
  if (feed === 'stream') classifyStream(value, fields, draft);
  else if (feed === 'alert') classifyAlert(fields, draft);
  else classifySensor(name, draft);
  const target = attributes['host.name'] ?? attributes['host.id'];
  const parsed = finish(draft, typeof target === 'string' ? { target: { type: 'asset', id: target } } : {});
  parsed.notes.push(...flattenInto(value, parsed.attributes));
  return parsed;
}

function timeOf(fields: ReadonlyMap<string, unknown>, context: ReadContext): unknown {
  for (const name of TIMES) {
    const value = fields.get(name);
    if (typeof value === 'number' && value > 0) return value;
    if (typeof value !== 'string' || value === '') continue;
    // A context's time is in Windows' 100 ns since 1601 in some feeds: 18 digits that no other clock has.
    if (/^1[0-9]{17}$/.test(value)) continue;
    if (/^\d{10,19}(\.\d+)?$/.test(value)) return value;
    return textTime(value, context) ?? value;
  }
  return undefined;
}

/** A detection names its program by path and name; the name says which process it was. */
function putImage(feed: Feed, fields: ReadonlyMap<string, unknown>, attributes: Attributes): void {
  putFolder(attributes);
  const path = attributes['file.path'];
  if (feed !== 'sensor' && typeof path === 'string' && fields.get('imagefilename') === undefined)
    put(attributes, 'process.executable', path);
  const executable = attributes['process.executable'];
  if (typeof executable === 'string') put(attributes, 'process.name', baseOf(executable));
  for (const kind of ['sha256', 'sha1', 'md5'])
    if (attributes['process.executable'] !== undefined)
      put(attributes, `process.hash.${kind}`, attributes[`file.hash.${kind}`]);
  const parent = attributes['process.parent.executable'];
  if (typeof parent === 'string') put(attributes, 'process.parent.name', baseOf(parent));
}

/** Streams of old give the folder in `FilePath` and the name beside it, new ones the whole path. */
function putFolder(attributes: Attributes): void {
  const [path, name] = [attributes['file.path'], attributes['file.name']];
  if (typeof path !== 'string' || typeof name !== 'string' || path.endsWith(name)) return;
  const separator = path.includes('/') ? '/' : '\\';
  const folder = path.endsWith(separator) ? path.slice(0, -1) : path;
  put(attributes, 'file.directory', folder);
  replace(attributes, 'file.path', `${folder}${separator}${name}`);
}

function baseOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

/** Local and remote become source and destination by who opened the connection: `1` and `inbound` came from outside. */
function putDirection(fields: ReadonlyMap<string, unknown>, attributes: Attributes): void {
  const word = String(
    fields.get('connectiondirection') ?? fields.get('networkaccesses0connectiondirection') ?? '',
  );
  const inbound = /^(1|inbound)$/i.test(word);
  if (!inbound && !/^(0|outbound)$/i.test(word)) return;
  put(attributes, 'network.direction', inbound ? 'ingress' : 'egress');
  if (!inbound) return;
  for (const part of ['ip', 'port']) {
    const [source, destination] = [attributes[`source.${part}`], attributes[`destination.${part}`]];
    delete attributes[`source.${part}`];
    delete attributes[`destination.${part}`];
    put(attributes, `source.${part}`, destination);
    put(attributes, `destination.${part}`, source);
  }
}

/** Identity events name an account with its domain before it. */
function splitUser(key: 'user' | 'user.target', attributes: Attributes): void {
  const name = attributes[`${key}.name`];
  const slash = typeof name === 'string' ? name.indexOf('\\') : -1;
  if (typeof name !== 'string' || slash < 1) return;
  replace(attributes, `${key}.name`, name.slice(slash + 1));
  put(attributes, `${key}.domain`, name.slice(0, slash));
}

/** The remote end of a logon is where the user sat. */
function moveRemote(attributes: Attributes): void {
  for (const part of ['ip', 'port']) {
    put(attributes, `source.${part}`, attributes[`destination.${part}`]);
    delete attributes[`destination.${part}`];
  }
}

function putRegistry(attributes: Attributes): void {
  const path = attributes['registry.path'];
  if (typeof path !== 'string') return;
  const [, root, rest] = /^\\REGISTRY\\([A-Za-z]+)\\(.*)$/i.exec(path) ?? [];
  put(
    attributes,
    'registry.hive',
    root === undefined ? undefined : root.toUpperCase() === 'MACHINE' ? 'HKLM' : 'HKU',
  );
  put(attributes, 'registry.key', rest);
}

function classifySensor(name: string, draft: Draft): void {
  const kind = sensorKinds.find(({ pattern }) => pattern.test(name.slice(0, 100)))?.kind;
  applyKind(draft, kind ?? kindRow('endpoint host info'));
  if (name === '') put(draft.attributes, 'event.action', 'inventory');
}

function classifyStream(value: JsonObject, fields: ReadonlyMap<string, unknown>, draft: Draft): void {
  const type = textAt(value, 'metadata.eventType') ?? '';
  const found = streamKinds.find(({ pattern }) => pattern.test(type.slice(0, 100)))?.kind;
  if (found === undefined) draft.notes.push('an event type that is not known');
  const { attributes } = draft;
  replace(attributes, 'event.code', type);
  put(attributes, 'event.outcome', outcomeOf(fields.get('success')));
  const kind: Kind = found ?? kindRow('endpoint host info');
  const isFinding = kind.ecs.includes('intrusion_detection');
  if (isFinding) put(attributes, 'event.kind', 'alert');
  put(attributes, 'event.action', kind.action);
  applyKind(draft, { ...kind, severity: isFinding ? severityOf(fields) : 1 });
  if (type.startsWith('AuthActivity') && attributes['event.outcome'] === 'failure') draft.severity = 3;
  if (type.startsWith('FirewallMatch')) {
    const blocked = /^(1|block|deny)/i.test(String(fields.get('ruleaction') ?? ''));
    attributes['event.type'] = ['connection', blocked ? 'denied' : 'allowed'];
  }
}

function classifyAlert(fields: ReadonlyMap<string, unknown>, draft: Draft): void {
  put(draft.attributes, 'event.kind', 'alert');
  put(draft.attributes, 'event.code', fields.get('type') ?? fields.get('product'));
  applyKind(draft, {
    ...kindRow('endpoint intrusion_detection info detection'),
    severity: severityOf(fields),
  });
}

function outcomeOf(success: unknown): 'success' | 'failure' | undefined {
  return success === true || success === 'true'
    ? 'success'
    : success === false || success === 'false'
      ? 'failure'
      : undefined;
}

const WORDS: Readonly<Record<string, number>> = {
  informational: 1,
  low: 3,
  medium: 5,
  high: 8,
  critical: 10,
};

/** The word where there is one; else 1–5 of the older detections or 0–100 of the newer ones. */
function severityOf(fields: ReadonlyMap<string, unknown>): number {
  const word =
    WORDS[String(fields.get('severityname') ?? fields.get('maxseveritydisplayname') ?? '').toLowerCase()];
  if (word !== undefined) return word;
  const number = Number(fields.get('severity') ?? fields.get('maxseverity'));
  if (!Number.isFinite(number) || number <= 0) return 5;
  return Math.min(10, Math.max(1, Math.round(number <= 5 ? number * 2 : number / 10)));
}

function readCef(text: string, context: ReadContext): ParsedEvent | null {
  const cef = scanCef(text);
  if (cef === null) return null;
  const event = streamOf(cef);
  const parsed = readFields(
    'stream',
    { metadata: { eventType: cef.code, eventCreationTime: event.rt }, event },
    context,
  );
  for (const [name, value] of cef.fields) put(parsed.attributes, name, value);
  put(parsed.attributes, 'observer.version', cef.productVersion);
  for (const key of cef.duplicates.slice(0, 20))
    parsed.notes.push(`${key} stands twice: the first value was kept`);
  return parsed;
}
