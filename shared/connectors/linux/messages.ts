import type { Kind } from '#shared/connectors/draft.ts';
import { accounts } from '#shared/connectors/linux/accounts.ts';
import { type Row, table } from '#shared/connectors/linux/rows.ts';

const login = (outcome: 'success' | 'failure', action: string): Kind => ({
  category: 'auth',
  ecs: ['authentication'],
  type: outcome === 'success' ? ['start'] : ['info'],
  action,
  outcome,
  severity: outcome === 'success' ? 1 : 3,
});
const session = (action: string, type: string): Kind => ({
  category: 'auth',
  ecs: ['session'],
  type: [type],
  action,
});
const connection = (action: string): Kind => ({
  category: 'network',
  ecs: ['network'],
  type: ['connection'],
  action,
});
const failed = login('failure', 'ssh_login');
const accepted = login('success', 'ssh_login');
const closed = connection('ssh_connection_closed');

const sshd = table([
  ['Failed {event.auth_method} for invalid user {user.name+} from {source.ip} port {source.port}', failed],
  ['Failed {event.auth_method} for {user.name} from {source.ip} port {source.port}', failed],
  ['Accepted {event.auth_method} for {user.name} from {source.ip} port {source.port}', accepted],
  ...(['Postponed', 'Partial'] as const).map((word): [string, Kind] => [
    `${word} {event.auth_method} for invalid user {user.name+} from {source.ip} port {source.port}`,
    session('ssh_invalid_user', 'info'),
  ]),
  [
    'Postponed {event.auth_method} for {user.name} from {source.ip} port {source.port}',
    session('ssh_login_postponed', 'info'),
  ],
  [
    'Partial {event.auth_method} for {user.name} from {source.ip} port {source.port}',
    session('ssh_login_partial', 'info'),
  ],
  [
    'Invalid user {user.name+} from {source.ip} port {source.port}',
    { ...failed, action: 'ssh_invalid_user' },
  ],
  ['Invalid user {user.name+} from {source.ip}', { ...failed, action: 'ssh_invalid_user' }],
  ['Illegal user {user.name+} from {source.ip}', { ...failed, action: 'ssh_invalid_user' }],
  ['input_userauth_request: invalid user {user.name} [preauth]', session('ssh_invalid_user', 'info')],
  ['User {user.name} from {source.ip} not allowed because {event.reason}', failed],
  ['User {user.name} not allowed because {event.reason}', failed],
  [
    'error: maximum authentication attempts exceeded for invalid user {user.name+} from {source.ip} port {source.port}',
    { ...failed, action: 'ssh_too_many_attempts' },
  ],
  [
    'error: maximum authentication attempts exceeded for {user.name} from {source.ip} port {source.port}',
    { ...failed, action: 'ssh_too_many_attempts' },
  ],
  [
    'maximum authentication attempts exceeded for {user.name} from {source.ip} port {source.port}',
    { ...failed, action: 'ssh_too_many_attempts' },
  ],
  ['error: PAM: {event.reason} for illegal user {user.name+} from {source.ip}', failed],
  ['error: PAM: {event.reason} for {user.name} from {source.ip}', failed],
  ['Disconnecting authenticating user {user.name} {source.ip} port {source.port}: {event.reason}', closed],
  ['Disconnecting invalid user {user.name} {source.ip} port {source.port}: {event.reason}', closed],
  ['Connection closed by authenticating user {user.name} {source.ip} port {source.port}', closed],
  ['Connection closed by invalid user {user.name} {source.ip} port {source.port}', closed],
  ['Connection closed by {source.ip} port {source.port}', closed],
  ['Connection closed by {source.ip} [preauth]', closed],
  ['Connection closed by {source.ip}', closed],
  ['Connection reset by authenticating user {user.name} {source.ip} port {source.port}', closed],
  ['Connection reset by invalid user {user.name} {source.ip} port {source.port}', closed],
  ['Connection reset by {source.ip} port {source.port}', closed],
  ['Disconnected from authenticating user {user.name} {source.ip} port {source.port}', closed],
  ['Disconnected from invalid user {user.name} {source.ip} port {source.port}', closed],
  ['Disconnected from user {user.name} {source.ip} port {source.port}', closed],
  ['Disconnected from {source.ip} port {source.port}', closed],
  ['Disconnected from {source.ip}', closed],
  ['Received disconnect from {source.ip} port {source.port}:{_}: {event.reason}', closed],
  ['Received disconnect from {source.ip}: {_}: {event.reason}', closed],
  [
    'Did not receive identification string from {source.ip} port {source.port}',
    connection('ssh_no_identification'),
  ],
  ['Did not receive identification string from {source.ip}', connection('ssh_no_identification')],
  [
    "Bad protocol version identification '{event.reason}' from {source.ip} port {source.port}",
    connection('ssh_bad_protocol'),
  ],
  [
    'banner exchange: Connection from {source.ip} port {source.port}: {event.reason}',
    connection('ssh_bad_protocol'),
  ],
  [
    'Unable to negotiate with {source.ip} port {source.port}: {event.reason}',
    connection('ssh_negotiation_failed'),
  ],
  ['Unable to negotiate with {source.ip}: {event.reason}', connection('ssh_negotiation_failed')],
  ['Read error from remote host {source.ip} port {source.port}: {event.reason}', closed],
  ['Read error from remote host {source.ip}: {event.reason}', closed],
  [
    'Authentication refused: bad ownership or modes for {_} {file.path}',
    { ...failed, action: 'ssh_keys_refused' },
  ],
  [
    'Connection from {source.ip} port {source.port} on {destination.ip} port {destination.port}',
    connection('ssh_connection'),
  ],
  ['Connection from {source.ip} port {source.port}', connection('ssh_connection')],
  ['Timeout, client not responding from user {user.name} {source.ip} port {source.port}', closed],
  ['Timeout before authentication for {source.ip} port {source.port}', closed],
  [
    'ssh_dispatch_run_fatal: Connection from user {user.name} {source.ip} port {source.port}: {event.reason}',
    closed,
  ],
  ['ssh_dispatch_run_fatal: Connection from {source.ip} port {source.port}: {event.reason}', closed],
  [
    'reverse mapping checking getaddrinfo for {source.domain} [{source.ip}] failed',
    connection('ssh_reverse_mapping_failed'),
  ],
  [
    'Address {source.ip} maps to {source.domain}, but this does not',
    connection('ssh_reverse_mapping_failed'),
  ],
  [
    'Nasty PTR record "{source.domain}" is set up for {source.ip}, ignoring',
    connection('ssh_reverse_mapping_failed'),
  ],
  ['refused connect from {source.domain} ({source.ip})', connection('ssh_connection_refused')],
  [
    'Server listening on {server.ip} port {server.port}',
    { category: 'ops', ecs: ['process'], type: ['start'], action: 'ssh_server_started' },
  ],
  [
    'Starting session: {event.reason} for {user.name} from {source.ip} port {source.port}',
    session('ssh_session_started', 'start'),
  ],
  [
    'Close session: user {user.name} from {source.ip} port {source.port}',
    session('ssh_session_closed', 'end'),
  ],
  [
    'subsystem request for {service.name} by user {user.name} failed, {event.reason}',
    session('ssh_subsystem', 'info'),
  ],
  ['subsystem request for {event.reason} by user {user.name}', session('ssh_subsystem', 'info')],
  ['Authorized to {user.name}, krb5 principal {user.email} ', session('ssh_authorized', 'info')],
]);

const su = table([
  ['FAILED SU (to {user.effective.name}) {user.name} on {process.tty}', login('failure', 'su')],
  ['(to {user.effective.name}) {user.name} on {process.tty}', login('success', 'su')],
  ['BAD SU {user.name} to {user.effective.name} on {process.tty}', login('failure', 'su')],
  ['failed: {process.tty} changing from {user.name} to {user.effective.name}', login('failure', 'su')],
  ['Successful su for {user.effective.name} by {user.name}', login('success', 'su')],
  ['FAILED su for {user.effective.name} by {user.name}', login('failure', 'su')],
  ['+ {process.tty} {user.name}:{user.effective.name}', login('success', 'su')],
  ['- {process.tty} {user.name}:{user.effective.name}', login('failure', 'su')],
  ["'su {user.effective.name}' succeeded for {user.name} on {process.tty}", login('success', 'su')],
  ["'su {user.effective.name}' failed for {user.name} on {process.tty}", login('failure', 'su')],
  ['{user.name} to {user.effective.name} on {process.tty}', login('success', 'su')],
]);

const cron = table([
  [
    '({user.name}) CMD ({process.command_line})',
    { category: 'endpoint', ecs: ['process'], type: ['start'], action: 'cron_command' },
  ],
  [
    '({user.name}) CMDOUT ({event.reason})',
    { category: 'endpoint', ecs: ['process'], type: ['info'], action: 'cron_output' },
  ],
  [
    '({user.name}) LIST ({_})',
    { category: 'endpoint', ecs: ['configuration'], type: ['access'], action: 'crontab_list' },
  ],
  [
    '({user.name}) BEGIN EDIT ({_})',
    { category: 'endpoint', ecs: ['configuration'], type: ['access'], action: 'crontab_edit' },
  ],
  [
    '({user.name}) END EDIT ({_})',
    { category: 'endpoint', ecs: ['configuration'], type: ['access'], action: 'crontab_edit' },
  ],
  [
    '({user.name}) REPLACE ({_})',
    {
      category: 'endpoint',
      ecs: ['configuration'],
      type: ['change'],
      action: 'crontab_replace',
      severity: 3,
    },
  ],
  [
    '({user.name}) DELETE ({_})',
    {
      category: 'endpoint',
      ecs: ['configuration'],
      type: ['deletion'],
      action: 'crontab_delete',
      severity: 3,
    },
  ],
  [
    '({user.name}) RELOAD ({file.path})',
    { category: 'endpoint', ecs: ['configuration'], type: ['change'], action: 'crontab_reload' },
  ],
]);

const logind = table([
  ['New session {session.id} of user {user.name}.', session('session_opened', 'start')],
  ['New session {session.id} of user {user.name}', session('session_opened', 'start')],
  ['Started Session {session.id} of user {user.name}.', session('session_opened', 'start')],
  ['Removed session {session.id}.', session('session_closed', 'end')],
  ['Session {session.id} logged out.', session('session_closed', 'end')],
  ['Created slice User Slice of {user.name}.', session('session_opened', 'start')],
]);

const chkpwd = table([['password check failed for user ({user.name})', login('failure', 'password_check')]]);

const polkit = table([
  [
    'Operator of {_} successfully authenticated as unix-user:{user.name} to gain {_} authorization for action {event.reason} for {_} [{process.command_line}] (owned by unix-user:{user.by.name})',
    login('success', 'polkit_authentication'),
  ],
  [
    'Operator of {_} FAILED to authenticate to gain authorization for action {event.reason} for {_} [{process.command_line}] (owned by unix-user:{user.name})',
    login('failure', 'polkit_authentication'),
  ],
]);

/** Program → its messages. `sshd-session` is what OpenSSH 9.8 and later split off. */
export const programs: ReadonlyMap<string, readonly Row[]> = new Map([
  ['sshd', sshd],
  ['sshd-session', sshd],
  ['sshd-auth', sshd],
  ['dropbear', sshd],
  ['su', su],
  ['cron', cron],
  ['CRON', cron],
  ['crond', cron],
  ['CROND', cron],
  ['crontab', cron],
  ['anacron', cron],
  ['useradd', accounts],
  ['userdel', accounts],
  ['usermod', accounts],
  ['groupadd', accounts],
  ['groupdel', accounts],
  ['gpasswd', accounts],
  ['groupmod', accounts],
  ['passwd', accounts],
  ['chage', accounts],
  ['chfn', accounts],
  ['chsh', accounts],
  ['chpasswd', accounts],
  ['systemd-logind', logind],
  ['systemd', logind],
  ['unix_chkpwd', chkpwd],
  ['polkitd', polkit],
]);
