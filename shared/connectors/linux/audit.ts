import type { ParsedEvent } from '#shared/connectors/connector.ts';
import { applyKind, finish, type Kind, newDraft } from '#shared/connectors/draft.ts';
import { type AuditEvent, commandOf, peerOf } from '#shared/connectors/scan/auditd.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const login: Kind = { category: 'auth', ecs: ['authentication'], type: ['start'], severity: 2 };
const session: Kind = { category: 'auth', ecs: ['session'], type: ['info'] };
const iam: Kind = { category: 'auth', ecs: ['iam'], type: ['user', 'change'], severity: 3 };
const process: Kind = { category: 'endpoint', ecs: ['process'], type: ['info'] };
const config: Kind = { category: 'endpoint', ecs: ['configuration'], type: ['change'], severity: 3 };

/** Record type → meaning (Linux audit userspace, "audit-record-types"). */
const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    USER_AUTH: login,
    USER_LOGIN: login,
    USER_ACCT: login,
    USER_ERR: login,
    CRED_ACQ: session,
    CRED_DISP: session,
    CRED_REFR: session,
    USER_START: { ...session, type: ['start'] },
    USER_END: { ...session, type: ['end'] },
    USER_LOGOUT: { ...session, type: ['end'] },
    LOGIN: { ...session, type: ['start'] },
    ADD_USER: { ...iam, type: ['user', 'creation'] },
    DEL_USER: { ...iam, type: ['user', 'deletion'] },
    ADD_GROUP: { ...iam, type: ['group', 'creation'] },
    DEL_GROUP: { ...iam, type: ['group', 'deletion'] },
    USER_CHAUTHTOK: iam,
    USER_MGMT: iam,
    GRP_MGMT: { ...iam, type: ['group', 'change'] },
    ACCT_LOCK: iam,
    ACCT_UNLOCK: iam,
    USER_CMD: { ...process, type: ['start'], severity: 2 },
    EXECVE: { ...process, type: ['start'] },
    SYSCALL: process,
    PROCTITLE: process,
    SERVICE_START: { ...process, type: ['start'] },
    SERVICE_STOP: { ...process, type: ['end'] },
    CONFIG_CHANGE: config,
    DAEMON_START: config,
    DAEMON_END: { ...config, severity: 5 },
    NETFILTER_CFG: config,
    MAC_POLICY_LOAD: config,
    SYSTEM_BOOT: process,
    SYSTEM_SHUTDOWN: process,
    AVC: { ...process, type: ['denied'], severity: 4 },
    USER_AVC: { ...process, type: ['denied'], severity: 4 },
    SECCOMP: { ...process, type: ['denied'], severity: 4 },
    ANOM_ABEND: { ...process, severity: 4 },
    ANOM_PROMISCUOUS: { category: 'network', ecs: ['network'], type: ['info'], severity: 5 },
    ANOM_LOGIN_FAILURES: { ...login, severity: 6 },
    CRYPTO_KEY_USER: session,
    CRYPTO_SESSION: session,
  } satisfies Record<string, Kind>),
);

/** System call numbers of x86-64 that start programs and reach out; enriched logs name them. */
const syscalls: ReadonlyMap<string, string> = new Map([
  ['59', 'execve'],
  ['322', 'execveat'],
  ['42', 'connect'],
  ['49', 'bind'],
  ['87', 'unlink'],
  ['263', 'unlinkat'],
  ['90', 'chmod'],
  ['257', 'openat'],
  ['2', 'open'],
  ['82', 'rename'],
  ['175', 'init_module'],
  ['313', 'finit_module'],
  ['101', 'ptrace'],
]);

const fieldKeys: readonly (readonly [string, string])[] = [
  ['pid', 'process.pid'],
  ['ppid', 'process.parent.pid'],
  ['exe', 'process.executable'],
  ['comm', 'process.name'],
  ['tty', 'process.tty'],
  ['terminal', 'process.tty'],
  ['addr', 'source.ip'],
  ['laddr', 'destination.ip'],
  ['lport', 'destination.port'],
  ['rport', 'source.port'],
  ['cwd', 'process.working_directory'],
  ['key', 'rule.name'],
  ['exit', 'process.exit_code'],
  ['ses', 'auditd.session'],
  ['op', 'auditd.op'],
  ['grantors', 'auditd.grantors'],
  ['subj', 'auditd.subject'],
  ['unit', 'service.name'],
  ['grp', 'group.name'],
  ['profile', 'auditd.profile'],
  ['auid', 'user.audit.id'],
  ['AUID', 'user.audit.name'],
];

/** An audit event of one or many records. */
export function readAudit(event: AuditEvent, host: string | null): ParsedEvent {
  const draft = newDraft('linux', 'endpoint');
  const { attributes } = draft;
  draft.time = event.time;
  put(attributes, 'event.provider', 'auditd');
  put(attributes, 'event.sequence', event.serial);
  put(attributes, 'host.name', event.node ?? host);
  const types = event.records.map(({ type }) => type);
  const main =
    types.find((type) => type !== 'SYSCALL' && type !== 'PROCTITLE' && kinds.has(type)) ??
    types[0] ??
    'UNKNOWN';
  put(attributes, 'event.code', main);
  const args = commandOf(event);
  if (args !== null) {
    put(attributes, 'process.args', args);
    put(attributes, 'process.command_line', args.join(' '));
  }
  for (const { type, fields } of event.records) {
    for (const [name, key] of fieldKeys) put(attributes, key, clean(fields.get(name)));
    const user = fields.get('acct') ?? (type === 'LOGIN' ? fields.get('AUID') : fields.get('UID'));
    put(attributes, 'user.name', clean(user));
    put(attributes, 'user.effective.name', clean(fields.get('EUID')));
    put(attributes, 'user.id', fields.get('acct') === undefined ? clean(fields.get('uid')) : undefined);
    put(attributes, 'process.command_line', clean(fields.get('cmd') ?? fields.get('proctitle')));
    const hostname = clean(fields.get('hostname'));
    if (hostname !== fields.get('addr')) put(attributes, 'source.domain', hostname);
    else put(attributes, 'source.ip', hostname);
    if (type === 'PATH') put(attributes, 'file.path', clean(fields.get('name')));
    const peer = peerOf(fields.get('saddr') ?? '');
    put(attributes, 'destination.ip', peer?.ip);
    put(attributes, 'destination.port', peer?.port);
    put(attributes, 'event.outcome', fields.get('res') ?? fields.get('success') ?? undefined);
    const call = fields.get('SYSCALL') ?? syscalls.get(fields.get('syscall') ?? '');
    if (type === 'SYSCALL') put(attributes, 'auditd.syscall', call ?? fields.get('syscall'));
  }
  const outcome = String(attributes['event.outcome'] ?? '');
  if (outcome !== '') attributes['event.outcome'] = /^(yes|success|1)$/.test(outcome) ? 'success' : 'failure';
  const kind = kinds.get(main);
  if (kind === undefined) draft.notes.push(`audit record type ${main.slice(0, 40)} is not known`);
  applyKind(draft, {
    ...(kind ?? process),
    action: (attributes['auditd.syscall'] as string) ?? main.toLowerCase(),
  });
  // The same login is told of by several records: only one of them counts.
  if (/^(USER_ACCT|CRED_|USER_ERR)/.test(main) || main === 'USER_AUTH')
    attributes['event.action'] = `pam_${main.toLowerCase()}`;
  if (main === 'USER_LOGIN') attributes['event.action'] = 'user_login';
  return finish(draft);
}

function clean(value: string | undefined): string | undefined {
  return value === undefined ||
    value === '?' ||
    value === '(none)' ||
    value === '4294967295' ||
    value === 'unset'
    ? undefined
    : value;
}
