import type { ParsedEvent } from '#shared/connectors/connector.ts';
import { applyKind, finish, type Kind, newDraft } from '#shared/connectors/draft.ts';
import { type AuditEvent, commandOf, peerOf } from '#shared/connectors/scan/auditd.ts';
import { put, replace } from '#shared/connectors/vocabulary.ts';

const login: Kind = { category: 'auth', ecs: ['authentication'], type: ['start'], severity: 2 };
const session: Kind = { category: 'auth', ecs: ['session'], type: ['info'] };
const iam: Kind = { category: 'auth', ecs: ['iam'], type: ['user', 'change'], severity: 3 };
const process: Kind = { category: 'endpoint', ecs: ['process'], type: ['info'] };
const refused: Kind = {
  category: 'endpoint',
  ecs: ['intrusion_detection', 'process'],
  type: ['denied'],
  severity: 4,
};
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
    AVC: refused,
    USER_AVC: refused,
    SECCOMP: refused,
    ANOM_ABEND: { ...process, severity: 4 },
    ANOM_PROMISCUOUS: { category: 'network', ecs: ['network'], type: ['info'], severity: 5 },
    ANOM_LOGIN_FAILURES: { ...login, severity: 6 },
    CRYPTO_KEY_USER: session,
    CRYPTO_SESSION: session,
    USER_ROLE_CHANGE: session,
    ROLE_ASSIGN: iam,
    ROLE_REMOVE: iam,
    CHGRP_ID: { ...iam, type: ['group', 'change'] },
    CHUSER_ID: iam,
    CHGRP: iam,
    TTY: process,
    USER_TTY: process,
    CWD: process,
    PATH: process,
    SOCKADDR: process,
    MMAP: process,
    FD_PAIR: process,
    IPC: process,
    BPRM_FCAPS: process,
    CAPSET: process,
    OBJ_PID: process,
    BPF: process,
    KERN_MODULE: { ...process, severity: 3 },
    INTEGRITY_RULE: process,
    EOE: process,
    DAEMON_CONFIG: config,
    DAEMON_ROTATE: config,
    DAEMON_RESUME: config,
    DAEMON_ABORT: { ...config, severity: 5 },
    FEATURE_CHANGE: config,
    MAC_STATUS: { ...config, severity: 4 },
    MAC_CONFIG_CHANGE: config,
    MAC_IPSEC_EVENT: { category: 'network', ecs: ['network'], type: ['info'] },
    MAC_UNLBL_ALLOW: config,
    USYS_CONFIG: config,
    SYSTEM_RUNLEVEL: process,
    SOFTWARE_UPDATE: { category: 'endpoint', ecs: ['package'], type: ['change'], severity: 2 },
    TRUSTED_APP: process,
    USER: process,
    USER_DEVICE: process,
    VIRT_CONTROL: { ...process, type: ['change'] },
    VIRT_MACHINE_ID: process,
    VIRT_RESOURCE: process,
    ANOM_LINK: { ...process, severity: 4 },
    ANOM_EXEC: { ...process, severity: 5 },
    ANOM_LOGIN_LOCATION: { ...login, severity: 5 },
    ANOM_ROOT_TRANS: { ...process, severity: 5 },
    RESP_ACCT_LOCK: iam,
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
  ['src', 'source.ip'],
  ['dst', 'destination.ip'],
  ['daddr', 'destination.ip'],
  ['saddr_name', 'source.domain'],
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
  ['reason', 'event.reason'],
  ['sw', 'package.name'],
  ['sw_type', 'package.type'],
  ['vm', 'host.virtual.name'],
  ['cipher', 'tls.cipher'],
  ['euid', 'user.effective.id'],
  ['gid', 'group.id'],
  ['new-group', 'group.id'],
  ['fp', 'auditd.fingerprint'],
  ['table', 'auditd.table'],
  ['name', 'auditd.name'],
  ['ver', 'auditd.version'],
  ['kernel', 'host.os.kernel'],
  ['auid', 'user.audit.id'],
  ['AUID', 'user.audit.name'],
];

/** Records that only add to what another one of the event says. */
const AUXILIARY = /^(SYSCALL|PROCTITLE|CWD|PATH|SOCKADDR|MMAP|FD_PAIR|IPC|BPRM_FCAPS|CAPSET|OBJ_PID|EOE)$/;

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
    types.find((type) => !AUXILIARY.test(type) && kinds.has(type)) ??
    types.find((type) => type === 'SYSCALL') ??
    types[0] ??
    'UNKNOWN';
  put(attributes, 'event.code', main);
  const paths = types.filter((type) => type === 'PATH').length;
  const args = commandOf(event);
  if (args !== null) {
    put(attributes, 'process.args', args);
    put(attributes, 'process.command_line', args.join(' '));
  }
  keepForRules(event, args, attributes);
  for (const { type, fields, verdict } of event.records) {
    put(attributes, 'event.outcome', verdict === 'denied' ? 'failure' : verdict && 'success');
    for (const [name, key] of fieldKeys) put(attributes, key, clean(fields.get(name)));
    // What a tool did to an account stands as its number or, in newer versions, its name.
    const isAccount = /^(ADD|DEL)_(USER|GROUP)$|^(USER|GRP)_MGMT$|^ACCT_|^USER_CHAUTHTOK$/.test(type);
    const isGroup = /GROUP|GRP/.test(type);
    if (isAccount) {
      put(attributes, isGroup ? 'group.id' : 'user.target.id', clean(fields.get('id')));
      put(
        attributes,
        isGroup ? 'group.name' : 'user.target.name',
        clean(fields.get('acct') ?? fields.get('ID')),
      );
    } else if (type === 'USER_LOGIN' || type === 'USER_LOGOUT') {
      put(attributes, 'user.id', clean(fields.get('id')));
      put(attributes, 'user.name', clean(fields.get('ID')));
    }
    put(attributes, 'user.name', clean(fields.get('user')));
    const user =
      (isAccount ? fields.get('AUID') : undefined) ??
      fields.get('acct') ??
      (type === 'LOGIN' ? fields.get('AUID') : fields.get('UID'));
    put(attributes, 'user.name', clean(user));
    put(attributes, 'user.effective.name', clean(fields.get('EUID')));
    put(attributes, 'user.id', fields.get('acct') === undefined ? clean(fields.get('uid')) : undefined);
    put(attributes, 'process.command_line', clean(fields.get('cmd') ?? fields.get('proctitle')));
    const hostname = clean(fields.get('hostname'));
    if (hostname !== fields.get('addr')) put(attributes, 'source.domain', hostname);
    else put(attributes, 'source.ip', hostname);
    put(attributes, 'file.path', clean(fields.get('path')));
    // A kernel's refusal names the file without its folder.
    if (type === 'AVC') put(attributes, 'file.name', clean(fields.get('name')));
    if (type === 'PATH' && (fields.get('nametype') !== 'PARENT' || paths === 1)) {
      const path = clean(fields.get('name'));
      put(attributes, 'file.path', path);
      put(attributes, 'file.name', path?.slice(path.lastIndexOf('/') + 1));
      put(attributes, 'file.inode', fields.get('inode'));
    }
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
    replace(attributes, 'event.action', `pam_${main.toLowerCase()}`);
  if (main === 'USER_LOGIN') attributes['event.action'] = 'user_login';
  return finish(draft);
}

/** Arguments that rules ask for one by one, by auditd's names: a0 to a9. */
const ARGUMENTS = 10;

/** What rules ask for by auditd's own names: the types of all records, the paths, and the arguments one by one. */
function keepForRules(
  { records }: AuditEvent,
  args: readonly string[] | null,
  attributes: ParsedEvent['attributes'],
): void {
  put(attributes, 'auditd.types', [...new Set(records.map(({ type }) => type))]);
  const paths = records.filter(({ type }) => type === 'PATH').map(({ fields }) => clean(fields.get('name')));
  put(
    attributes,
    'auditd.names',
    paths.filter((path) => path !== undefined),
  );
  const call = records.find(({ type }) => type === 'SYSCALL');
  for (let i = 0; i < ARGUMENTS; i++)
    put(attributes, `auditd.a${i}`, args === null ? call?.fields.get(`a${i}`) : args[i]);
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
