import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { compileTemplate, firstMatch } from '#shared/connectors/scan/template.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const MODULE = /^(pam_[a-z0-9_]{1,32})\(([^:)]{1,64})(?::([a-z]{1,16}))?\): /;

const sessions = [
  ['session opened for user {user.name} by {by}', 'start', 'session_opened'],
  ['session opened for user {user.name}', 'start', 'session_opened'],
  ['session closed for user {user.name}', 'end', 'session_closed'],
].map(([wording = '', type = '', action = '']) => ({ match: compileTemplate(wording), type, action }));

/** Words and actions of what is neither a session nor a count of failures; the third says how it went. */
const others = [
  ['check pass; user unknown', 'check_pass'],
  ['auth could not identify password for [{user.name}]', 'authentication'],
  ['password changed for {user.target.name}', 'password_changed'],
  ['account {user.name} has expired', 'account_expired'],
  ['user [{user.name}] has no', 'authentication'],
  ['Consecutive login failures for user {user.name} account temporarily locked', 'account_locked', 'failure'],
  ['user {user.name} (', 'account_locked', 'failure'],
  ["user '{user.name}' granted access", 'access_granted', 'success'],
  ["user '{user.name}' denied access", 'access_denied', 'failure'],
  ["user '{user.name}' OK", 'access_granted', 'success'],
  ['Failed to create session: {event.reason}', 'session_failed', 'failure'],
].map(([wording = '', action = '', outcome = '']) => ({ match: compileTemplate(wording), action, outcome }));

/** Lines of PAM modules, whatever program runs them. @returns whether the message was one. */
export function readPam(message: string, draft: Draft): boolean {
  const { attributes } = draft;
  // sshd repeats PAM's count in words of its own, without the module.
  if (/^PAM \d{1,4} more authentication failures?;/.test(message)) {
    readFailure(message, draft);
    return true;
  }
  const head = MODULE.exec(message);
  if (head === null) return false;
  const text = message.slice(head[0].length);
  put(attributes, 'event.provider', head[1]);
  put(attributes, 'service.name', head[2]);
  const opened = firstMatch(sessions, text);
  if (opened !== null) {
    for (const [name, value] of opened.captures) {
      const account = accountOf(value);
      put(attributes, name === 'by' ? 'user.by.name' : name, account.name);
      put(attributes, name === 'by' ? 'user.by.id' : 'user.id', account.id);
    }
    applyKind(draft, {
      category: 'auth',
      ecs: ['session'],
      type: [opened.row.type],
      action: opened.row.action,
      outcome: 'success',
    });
    return true;
  }
  if (/^\d* ?(more )?authentication failures?;/.test(text)) {
    readFailure(text, draft);
    return true;
  }
  const other = firstMatch(others, text);
  const isChange = other?.row.action === 'password_changed';
  for (const [name, value] of other?.captures ?? [])
    put(attributes, name, name === 'event.reason' ? value : accountOf(value).name);
  applyKind(draft, {
    category: 'auth',
    ecs: isChange ? ['iam'] : ['authentication'],
    type: isChange ? ['user', 'change'] : ['info'],
    action: other?.row.action ?? 'pam_message',
    ...(isChange || other?.row.outcome === 'success' ? { outcome: 'success' as const } : {}),
    ...(other?.row.outcome === 'failure' ? { outcome: 'failure' as const } : {}),
  });
  if (other === null) draft.notes.push('a PAM message that is not known');
  return true;
}

function readFailure(text: string, draft: Draft): void {
  const { attributes } = draft;
  const { fields } = scanKeyValues(text);
  put(attributes, 'user.name', fields.get('user') ?? fields.get('ruser'));
  put(attributes, 'source.user.name', fields.get('ruser'));
  put(attributes, 'source.ip', fields.get('rhost'));
  put(attributes, 'process.tty', fields.get('tty'));
  put(attributes, 'user.by.name', fields.get('logname'));
  put(attributes, 'user.by.id', fields.get('uid'));
  applyKind(draft, {
    category: 'auth',
    ecs: ['authentication'],
    type: ['info'],
    action: 'authentication',
    outcome: 'failure',
    severity: 3,
  });
}

/** `root(uid=0)` and `(uid=0)`. */
function accountOf(text: string): { name: string; id: string | undefined } {
  const open = text.indexOf('(uid=');
  const name = (open === -1 ? text : text.slice(0, open)).trim();
  const id =
    open === -1
      ? undefined
      : text.slice(open + 5, text.indexOf(')', open) === -1 ? undefined : text.indexOf(')', open));
  return { name, id };
}
