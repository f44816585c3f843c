import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { compileNamed, namedFields } from '#shared/connectors/named-fields.ts';
import { timezoneSetting } from '#shared/connectors/setting.ts';
import { listAt, objectAt, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';
import { base, dataFields } from '#shared/connectors/wazuh/fields.ts';
import { readWindows } from '#shared/connectors/windows-events/read-windows.ts';
import type { EventCategory } from '#shared/schema/event.ts';

/** Rule groups → canonical and ECS category; the first group that stands here wins. */
const groups: readonly (readonly [RegExp, EventCategory, string])[] = [
  [/authentication|invalid_login|win_authentication|sshd|pam|sudo/, 'auth', 'authentication'],
  [/adduser|account_changed|group_changed/, 'auth', 'iam'],
  [/syscheck|fim/, 'endpoint', 'file'],
  [/rootcheck|virus|malware|yara/, 'endpoint', 'malware'],
  [/firewall|ids|suricata|snort|dns/, 'network', 'network'],
  [/web|apache|nginx|accesslog/, 'network', 'web'],
  [/amazon|aws|gcp|azure|office365/, 'cloud', 'configuration'],
  [/kubernetes|docker/, 'k8s', 'configuration'],
  [/vulnerability/, 'endpoint', 'vulnerability'],
  [/sysmon|process/, 'endpoint', 'process'],
  [/windows|audit/, 'endpoint', 'host'],
];

const NONE: ReadonlySet<string> = new Set();
const fillData = compileNamed(dataFields);

function classify(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  const level = Number(textAt(value, 'rule.level') ?? 0);
  draft.severity = Number.isFinite(level) ? Math.min(10, Math.round((level * 10) / 16)) : 1;
  const names = listAt(value, 'rule.groups').filter((item): item is string => typeof item === 'string');
  put(attributes, 'event.kind', 'alert');
  put(attributes, 'threat.technique.id', listAt(value, 'rule.mitre.id'));
  put(attributes, 'threat.technique.name', listAt(value, 'rule.mitre.technique'));
  put(attributes, 'threat.tactic.name', listAt(value, 'rule.mitre.tactic'));
  const severity = draft.severity;
  const outcome = names.some((name) => /fail|invalid_login/.test(name))
    ? 'failure'
    : names.includes('authentication_success')
      ? 'success'
      : undefined;
  put(attributes, 'event.outcome', outcome);
  readData(value, draft);
  const key = attributes['file.path'];
  if (typeof key === 'string' && /^HKEY_/.test(key)) {
    put(attributes, 'registry.path', key);
    delete attributes['file.path'];
  }
  const windows = objectAt(value, 'data.win.system');
  if (windows !== null) readWin(value, windows, draft);
  const found = groups.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (windows === null || attributes['event.category'] === undefined)
    applyKind(draft, {
      category: found?.[1] ?? 'ops',
      ecs: [attributes['registry.path'] === undefined ? (found?.[2] ?? 'host') : 'registry'],
      type: [attributes['registry.path'] === undefined ? 'info' : 'change'],
      action: textAt(value, 'syscheck.event') ?? textAt(value, 'data.action') ?? 'wazuh-alert',
    });
  draft.severity = severity;
  if (outcome === 'failure' && found?.[1] === 'auth') put(attributes, 'failed_login_count', 1);
  const agent = textAt(value, 'agent.name');
  return agent === null ? undefined : { target: { type: 'asset', id: agent } };
}

/** What decoders put into `data`; of a list that a decoder flattened to "a,b," the first is the value. */
function readData(value: JsonObject, { attributes }: Draft): void {
  const fields = namedFields(objectAt(value, 'data') ?? {}, NONE);
  fillData(fields, attributes);
  const user = [
    fields.get('dstuser'),
    fields.get('srcuser'),
    fields.get('user'),
    fields.get('username'),
    fields.get('awsuseridentityusername'),
    fields.get('awsuseridentityarn'),
    fields.get('office365userid'),
    fields.get('githubactor'),
    fields.get('uname'),
  ].find((item): item is string => typeof item === 'string' && item !== '');
  put(
    attributes,
    'user.name',
    user === undefined ? undefined : (/^([^()\s]+)\(uid=\d+\)$/.exec(user)?.[1] ?? user),
  );
  const args = ['0', '1', '2', '3', '4', '5', '6', '7']
    .map((index) => fields.get(`auditexecvea${index}`))
    .filter((item): item is string => typeof item === 'string');
  if (args.length > 0) {
    put(attributes, 'process.args', args);
    put(attributes, 'process.command_line', args.join(' '));
  }
}

function readWin(value: JsonObject, system: JsonObject, draft: Draft): void {
  const data = new Map<string, string>();
  // Wazuh writes the names of EventData in lower camel case, and a backslash before every quote and backslash.
  for (const [name, item] of Object.entries(objectAt(value, 'data.win.eventdata') ?? {}))
    if (typeof item === 'string')
      data.set(name.charAt(0).toUpperCase() + name.slice(1), item.replace(/\\(["\\])/g, '$1'));
  const at = (name: string): string | null => textAt(system, name);
  readWindows(
    {
      id: at('eventID') ?? 'unknown',
      provider: at('providerName'),
      channel: at('channel'),
      computer: at('computer'),
      recordId: at('eventRecordID'),
      keywords: at('severityValue') ?? at('keywords'),
      level: null,
      message: at('message'),
      processId: at('processID'),
      threadId: at('threadID'),
    },
    data,
    draft,
  );
}

/** Wazuh alerts and archives, whatever event is inside. */
export const wazuh = jsonConnector({
  name: 'wazuh',
  version: '1.2.0',
  settings: [timezoneSetting],
  system: 'wazuh',
  category: 'ops',
  sniff: (value) =>
    objectAt(value, 'agent') !== null &&
    (objectAt(value, 'rule') !== null || objectAt(value, 'decoder') !== null) &&
    (value.manager ?? value.decoder ?? value.full_log) !== undefined,
  time: ['timestamp', '@timestamp'],
  id: null,
  fields: [
    ['rule.description', 'rule.name'],
    ['rule.id', 'rule.id'],
    ['rule.groups', 'rule.category'],
    ['id', 'wazuh.id'],
    ['agent.name', 'host.name'],
    ['agent.ip', 'host.ip'],
    ['agent.id', 'agent.id'],
    ['manager.name', 'observer.name'],
    ['full_log', 'message'],
    [
      'location',
      'log.file.path',
      (v) => (typeof v === 'string' && /^(\/|[A-Za-z]:\\)/.test(v) ? v : undefined),
    ],
    ['predecoder.hostname', 'host.hostname'],
    ['agent.labels.hostname', 'host.hostname'],
    ['predecoder.program_name', 'process.name'],
    [
      'full_log',
      'process.pid',
      (v) => /^.{0,200}? [\w./-]{1,60}\[(\d{1,10})\]: /.exec(String(v).slice(0, 300))?.[1],
    ],
    ['decoder.name', 'event.provider'],
    ['syscheck.path', 'file.path'],
    ['syscheck.sha256_after', 'file.hash.sha256'],
    ['syscheck.sha1_after', 'file.hash.sha1'],
    ['syscheck.md5_after', 'file.hash.md5'],
    ['syscheck.size_after', 'file.size'],
    ['syscheck.uname_after', 'file.owner'],
    ['syscheck.gname_after', 'file.group'],
    ['syscheck.uid_after', 'file.uid'],
    ['syscheck.gid_after', 'file.gid'],
    ['syscheck.perm_after', 'file.mode', (v) => (typeof v === 'string' ? v : undefined)],
    ['syscheck.inode_after', 'file.inode', (v) => (typeof v === 'number' ? String(v) : v)],
    ['syscheck.sha256_before', 'related.hash'],
    ['syscheck.value_name', 'registry.value'],
    ['syscheck.registry_key', 'registry.path'],
    ['syscheck.audit.effective_user.name', 'user.effective.name'],
    ['syscheck.audit.process.ppid', 'process.parent.pid'],
    ['syscheck.audit.process.parent_name', 'process.parent.executable'],
    ['syscheck.audit.process.cwd', 'process.working_directory'],
    ['syscheck.audit.user.id', 'user.id'],
    ['syscheck.audit.user.name', 'user.name'],
    ['syscheck.audit.process.name', 'process.executable'],
    ['syscheck.audit.process.name', 'process.name', base],
    ['syscheck.audit.process.id', 'process.pid'],
  ],
  classify,
});
