import { readCommonPhrases } from '#shared/connectors/common-phrases.ts';
import type { Connector, JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, finish } from '#shared/connectors/draft.ts';
import { accounts } from '#shared/connectors/linux/accounts.ts';
import { readAudit } from '#shared/connectors/linux/audit.ts';
import { programs } from '#shared/connectors/linux/messages.ts';
import { readPam } from '#shared/connectors/linux/pam.ts';
import type { Row } from '#shared/connectors/linux/rows.ts';
import { readSudo } from '#shared/connectors/linux/sudo.ts';
import { transportOf } from '#shared/connectors/protocols.ts';
import { scanAuditd } from '#shared/connectors/scan/auditd.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { type Syslog, scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { firstMatch } from '#shared/connectors/scan/template.ts';
import { timezoneSetting } from '#shared/connectors/setting.ts';
import { putCaptures, syslogDraft } from '#shared/connectors/syslog-draft.ts';
import { textAt } from '#shared/connectors/table.ts';
import { put, replace } from '#shared/connectors/vocabulary.ts';

/** Linux hosts: sshd, sudo, su, PAM, cron, account tools, the kernel's packet filter, and the audit system. */
export const linux = {
  name: 'linux',
  version: '1.3.1',
  settings: [timezoneSetting],
  sniff: (value: JsonObject) =>
    value.MESSAGE !== undefined && (value._COMM ?? value.SYSLOG_IDENTIFIER) !== undefined,
  read: readJournal,
  text: { sniff: sniffText, read: readText },
} satisfies Connector;

/** What sshd and PAM say, where a collector sends the message without its header. */
const BARE =
  /^\s{0,4}(?:(Failed|Accepted) (password|publickey|none|keyboard-interactive\/pam|hostbased) for |Invalid user \S{0,64} from |pam_[a-z]+\(|Postponed \S{1,32} for |Starting session: \S|Accepted key [A-Z]|(fatal: )?(Unable to negotiate with|Timeout before authentication for) |(Disconnect(ed|ing)|Connection (closed|reset)|Received disconnect) (from|by) .{1,128} port \d)/;
const DAEMONS =
  /^(rsyslogd|sssd.*|crond?|atd|logrotate|sendmail|dovecot.*|dhcpd|dnsmasq.*|unbound|firewalld|fail2ban.*|kernel|systemd.*|dhclient|NetworkManager|auditd|audispd|login|gdm.*|polkitd.*|unix_chkpwd|named|ntpd|chronyd|postfix\/.*|snapd|dockerd|containerd|kubelet|rsyslog)$/;

function sniffText(text: string): boolean {
  if (/type=[A-Z_0-9[\]]{1,40} (msg=)?audit\(\d/.test(text.slice(0, 1_024)) || BARE.test(text)) return true;
  const { app, message } = scanSyslog(text.slice(0, 2_048));
  if (app === null || message.includes('CEF:') || message.includes('LEEF:')) return false;
  return programs.has(programOf(app)) || app === 'sudo' || DAEMONS.test(app) || message.startsWith('pam_');
}

/** `su(pam_unix)` and `/usr/sbin/cron` are `su` and `cron`. */
function programOf(app: string): string {
  const name = app.slice(app.lastIndexOf('/') + 1);
  const open = name.indexOf('(');
  return open > 0 ? name.slice(0, open) : name;
}

function readText(text: string, context: ReadContext): ParsedEvent {
  const audit = scanAuditd(text);
  if (audit !== null) return readAudit(audit, scanSyslog(text.slice(0, 512)).host);
  const line = text.trimEnd();
  return readMessage(BARE.test(line) ? { ...scanSyslog(''), message: line } : scanSyslog(line), context);
}

function readMessage(header: Syslog, context: ReadContext): ParsedEvent {
  const draft = syslogDraft(header, 'linux', 'ops', context);
  const { attributes } = draft;
  // Solaris writes the message's number and priority in front of it.
  const message = header.message.trim().replace(/^\[ID \d{1,10} [a-z0-9]{1,12}\.[a-z]{1,8}\] /, '');
  put(attributes, 'message', message);
  const program = programOf(header.app ?? (BARE.test(message) ? 'sshd' : ''));
  if (program !== '') replace(attributes, 'process.name', program);
  // shadow-utils before 4.1 quoted `like this'.
  const quoted = rowsOf(program) === accounts ? message.replace(/`([^`']{0,256})'/g, "'$1'") : message;
  const bare = quoted.replace(/^(error|fatal|warning): (?=[A-Z])/, '');
  if (readPam(pamMessage(message, program, header.app), draft)) return finished(draft);
  if (program === 'sudo' && readSudo(message, draft)) return finish(draft);
  const rows = rowsOf(program);
  const found = firstMatch(rows, message) ?? (bare === message ? null : firstMatch(rows, bare));
  if (found !== null) {
    putCaptures(attributes, found.captures);
    if (program.startsWith('sshd')) put(attributes, 'network.protocol', 'ssh');
    applyKind(draft, found.row.kind);
    return finished(draft);
  }
  if (program === 'kernel' && message.includes('SRC=') && message.includes('DST='))
    readPacket(message, draft);
  else if (program === 'kernel' && AVC.test(message.slice(0, 256))) readRefusal(message, draft);
  else {
    // What no table knows is still an event of its host: header, program and message are all there is in it.
    applyKind(draft, { category: 'ops', ecs: ['host'], type: ['info'] });
    readCommonPhrases(message, attributes);
    if (rows.length > 0 && !program.startsWith('systemd'))
      draft.notes.push(`a message of ${program} that is not known`);
  }
  return finish(draft);
}

/** An account of a directory, as winbind and sssd name it: the domain stands alone too. */
function finished(draft: Draft): ParsedEvent {
  const user = draft.attributes['user.name'];
  if (typeof user === 'string')
    put(draft.attributes, 'user.domain', /^[^@\s]{1,256}@([^@\s]{1,256}\.[^@\s.]{1,64})$/.exec(user)?.[1]);
  return finish(draft);
}

const rowsOf = (program: string): readonly Row[] => programs.get(program) ?? [];

/** Before Linux-PAM 0.99 the module stood without its service, or as a part of the program's name. */
function pamMessage(message: string, program: string, app: string | null): string {
  if (app?.endsWith('(pam_unix)')) return `pam_unix(${program}): ${message}`;
  const old = /^(?:\((pam_[a-z0-9_]{1,32})\)|(pam_[a-z0-9_]{1,32}):) /.exec(message);
  return old === null ? message : `${old[1] ?? old[2]}(${program}): ${message.slice(old[0].length)}`;
}

const AVC = /\bavc: {1,4}(denied|granted) {1,4}\{ ?([a-z_ ]{1,128}?) ?\} for /;

/** SELinux's answer in the kernel's log, as it stands where no audit daemon runs. */
function readRefusal(message: string, draft: Draft): void {
  const { attributes } = draft;
  const [, verdict = 'denied', wish = ''] = AVC.exec(message.slice(0, 256)) ?? [];
  const { fields } = scanKeyValues(message.slice(message.indexOf('}') + 1));
  put(attributes, 'process.pid', fields.get('pid'));
  put(attributes, 'process.executable', fields.get('exe'));
  const process = fields.get('comm') ?? fields.get('exe')?.split('/').at(-1) ?? 'kernel';
  replace(attributes, 'process.name', process);
  put(attributes, 'file.path', fields.get('path'));
  put(attributes, 'file.name', fields.get('name'));
  put(attributes, 'file.inode', fields.get('ino'));
  put(attributes, 'source.ip', fields.get('saddr'));
  put(attributes, 'source.port', fields.get('src'));
  put(attributes, 'destination.ip', fields.get('daddr'));
  put(attributes, 'destination.port', fields.get('dest'));
  for (const name of ['scontext', 'tcontext', 'tclass']) put(attributes, `auditd.${name}`, fields.get(name));
  put(attributes, 'event.reason', wish);
  applyKind(draft, {
    category: 'endpoint',
    ecs: ['intrusion_detection', 'process'],
    type: [verdict === 'denied' ? 'denied' : 'allowed'],
    action: verdict === 'denied' ? 'selinux_denied' : 'selinux_granted',
    outcome: verdict === 'denied' ? 'failure' : 'success',
    severity: verdict === 'denied' ? 4 : 1,
  });
}

/** Netfilter's LOG target, with UFW's or firewalld's word before it. */
function readPacket(message: string, draft: Draft): void {
  const { fields } = scanKeyValues(message);
  const { attributes } = draft;
  for (const [name, key] of [
    ['SRC', 'source.ip'],
    ['DST', 'destination.ip'],
    ['SPT', 'source.port'],
    ['DPT', 'destination.port'],
    ['IN', 'observer.ingress.interface.name'],
    ['OUT', 'observer.egress.interface.name'],
    ['LEN', 'network.bytes'],
    ['PHYSIN', 'observer.ingress.interface.name'],
    ['PHYSOUT', 'observer.egress.interface.name'],
  ] as const)
    put(attributes, key, fields.get(name));
  put(attributes, 'network.transport', transportOf(fields.get('PROTO')).name);
  // Ethernet's header as it stood: where to, where from, what follows.
  const mac = fields.get('MAC')?.split(':') ?? [];
  if (mac.length >= 12) {
    put(attributes, 'destination.mac', mac.slice(0, 6).join(':'));
    put(attributes, 'source.mac', mac.slice(6, 12).join(':'));
  }
  const prefix = message
    .replace(/^\[ *\d{1,10}\.\d{1,9}\] /, '')
    .split('IN=', 1)[0]
    ?.trim();
  put(attributes, 'rule.name', prefix?.replace(/^\[|\]$/g, ''));
  const denied = /block|drop|deny|reject/i.test(prefix ?? '');
  applyKind(draft, {
    category: 'network',
    ecs: ['network'],
    type: ['connection', denied ? 'denied' : 'allowed'],
    action: denied ? 'packet_denied' : 'packet_logged',
    severity: denied ? 2 : 1,
  });
}

/** journald's JSON export. */
function readJournal(value: JsonObject, context: ReadContext): ParsedEvent {
  const message = textAt(value, 'MESSAGE') ?? textAt(value, 'message') ?? '';
  const inner = /^<\d{1,3}>|type=[A-Z_]+ msg=audit/.test(message) ? scanSyslog(message) : null;
  const priority = Number(textAt(value, 'PRIORITY') ?? 6);
  const facility = Number(textAt(value, 'SYSLOG_FACILITY') ?? 1);
  const header: Syslog = inner ?? {
    priority: Number.isInteger(priority) && priority >= 0 && priority < 8 ? facility * 8 + priority : null,
    time: null,
    host: textAt(value, '_HOSTNAME') ?? textAt(value, 'host'),
    app: textAt(value, 'SYSLOG_IDENTIFIER') ?? textAt(value, '_COMM'),
    pid: textAt(value, '_PID') ?? textAt(value, 'SYSLOG_PID'),
    msgid: null,
    data: {},
    message,
    notes: message === '' ? ['no MESSAGE stands in it'] : [],
  };
  const audit = scanAuditd(message);
  const parsed = audit === null ? readMessage(header, context) : readAudit(audit, header.host);
  put(parsed.attributes, 'process.executable', value._EXE);
  put(parsed.attributes, 'process.command_line', value._CMDLINE);
  return { ...parsed, time: parsed.time ?? value.__REALTIME_TIMESTAMP ?? value._SOURCE_REALTIME_TIMESTAMP };
}
