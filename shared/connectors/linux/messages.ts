import { accounts } from '#shared/connectors/linux/accounts.ts';
import { login, session } from '#shared/connectors/linux/row-kinds.ts';
import { type Row, table } from '#shared/connectors/linux/rows.ts';
import { sshd } from '#shared/connectors/linux/ssh-messages.ts';

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
