import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const PARTS: Readonly<Record<string, string>> = {
  TTY: 'process.tty',
  PWD: 'process.working_directory',
  USER: 'user.effective.name',
  GROUP: 'group.name',
  HOST: 'host.name',
  COMMAND: 'process.command_line',
  ENV: 'process.env_vars',
};

/** `alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id`; what refused the command stands before `TTY`. */
export function readSudo(message: string, draft: Draft): boolean {
  const colon = message.indexOf(' : ');
  if (colon === -1) return false;
  const { attributes } = draft;
  put(attributes, 'user.name', message.slice(0, colon).trim());
  const continued = /^\(command continued\) (.*)$/.exec(message.slice(colon + 3));
  if (continued !== null) {
    put(attributes, 'process.command_line', continued[1]);
    applyKind(draft, { category: 'endpoint', ecs: ['process'], type: ['info'], action: 'sudo', severity: 2 });
    return true;
  }
  let reason: string | null = null;
  let rest = message.slice(colon + 3);
  while (rest !== '') {
    // A command may hold ` ; ` itself: it is always the last part.
    const end = rest.startsWith('COMMAND=') ? -1 : rest.indexOf(' ; ');
    const part = end === -1 ? rest : rest.slice(0, end);
    rest = end === -1 ? '' : rest.slice(end + 3);
    const equals = part.indexOf('=');
    const key = equals === -1 ? undefined : PARTS[part.slice(0, equals).trim()];
    if (key !== undefined) put(attributes, key, part.slice(equals + 1));
    // `TSID=0000UM` and the like are fields of sudo's own; a reason is a sentence.
    else if (!/^[A-Z]{2,12}=/.test(part.trim())) reason ??= part.trim();
  }
  const command = attributes['process.command_line'];
  if (typeof command === 'string') put(attributes, 'process.executable', command.split(' ', 1)[0]);
  put(attributes, 'event.reason', reason);
  const attempts = reason === null ? null : /^(\d{1,4}) incorrect password attempts?/.exec(reason);
  if (attempts !== null) put(attributes, 'failed_login_count', Number(attempts[1]));
  applyKind(draft, {
    category: attempts === null ? 'endpoint' : 'auth',
    ecs: attempts === null ? ['process'] : ['authentication'],
    type: [reason === null ? 'start' : 'info'],
    action: 'sudo',
    outcome: reason === null ? 'success' : 'failure',
    severity: reason === null ? 2 : 5,
  });
  return true;
}
