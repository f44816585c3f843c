import { bareName } from '#shared/connectors/named-fields.ts';
import type { Attributes } from '#shared/connectors/vocabulary.ts';
import { put, replace } from '#shared/connectors/vocabulary.ts';
import { baseName, type Get, splitAccount } from '#shared/connectors/windows-events/data.ts';
import { commandPath } from '#shared/connectors/windows-events/objects.ts';

/** Labels of the context block, English and French, German, Spanish as localized engines write them → their meaning. */
const LABELS: Readonly<Record<string, string>> = {
  hostapplication: 'command',
  applicationhte: 'command',
  hostanwendung: 'command',
  aplicacindehost: 'command',
  scriptname: 'script',
  nomduscript: 'script',
  skriptname: 'script',
  nombredelscript: 'script',
  user: 'user',
  userid: 'user',
  utilisateur: 'user',
  benutzer: 'user',
  usuario: 'user',
  connecteduser: 'connected',
  utilisateurconnect: 'connected',
  hostid: 'host',
  iddelhte: 'host',
  commandline: 'line',
  commandname: 'name',
  nomdecommande: 'name',
  engineversion: 'engine',
  hostname: 'title',
  nomdhte: 'title',
};

/**
 * The engine's events carry `name=value` lines in one field: `ContextInfo` of 4103, the unnamed parameters of the
 * classic channel, or, where a shipper dropped those, the rendered message.
 */
export function readPowershell(get: Get, message: string | null, attributes: Attributes): void {
  const texts = [
    get('contextinfo'),
    get('context'),
    get('param3'),
    get('param2'),
    get('data'),
    message ?? undefined,
  ];
  const found = new Map<string, string>();
  for (const text of texts)
    if (text?.includes('='))
      for (const [name, value] of contextLines(text)) if (!found.has(name)) found.set(name, value);
  put(attributes, 'process.command_line', found.get('command'));
  const program = commandPath(found.get('command'));
  if (program !== undefined && /\.exe$/i.test(program)) {
    if (program.includes('\\')) put(attributes, 'process.executable', program);
    put(attributes, 'process.name', baseName(program));
  }
  put(attributes, 'process.title', found.get('title'));
  put(attributes, 'process.entity_id', found.get('host'));
  put(attributes, 'file.path', found.get('script'));
  put(attributes, 'file.name', baseName(attributes['file.path']));
  const user = splitAccount(found.get('connected') ?? found.get('user'));
  if (user.name !== undefined && attributes['user.name'] !== user.name) {
    const logger = attributes['user.name'];
    if (logger !== undefined && attributes['user.id'] !== undefined) return;
    replace(attributes, 'user.name', user.name);
    delete attributes['user.domain'];
  }
  put(attributes, 'user.domain', user.domain);
  put(attributes, 'powershell.command.name', found.get('name'));
  put(attributes, 'powershell.engine.version', found.get('engine'));
  put(attributes, 'powershell.command.line', found.get('line'));
}

function* contextLines(text: string): Generator<[string, string]> {
  for (const line of text
    .slice(0, 32_768)
    .split(/\r?\n|#NEWLINE#/)
    .slice(0, 200)) {
    const equals = line.indexOf('=');
    if (equals < 1 || equals > 60) continue;
    const meaning = LABELS[bareName(line.slice(0, equals))];
    const value = line.slice(equals + 1).trim();
    if (meaning !== undefined && value !== '') yield [meaning, value];
  }
}
