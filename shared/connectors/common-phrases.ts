import { putUrl } from '#shared/connectors/url-parts.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

const IP = '((?:::[fF]{4}:)?[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})';
const HOST = '([A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63}){0,8})';

type Phrase = readonly [pattern: RegExp, ...keys: string[]];

/** What free text of any daemon says in the same few wordings; every part is bounded, so a look costs the same on any text. */
const phrases: readonly Phrase[] = [
  [
    /\bquery: (\S{1,253}) ([A-Z]{2}) ([A-Z0-9]{1,10})\b/,
    'dns.question.name',
    'dns.question.class',
    'dns.question.type',
  ],
  [new RegExp(`\\bclient (?:@0x[0-9a-f]{1,16} )?${IP}#(\\d{1,5})`), 'source.ip', 'source.port'],
  [new RegExp(`\\bfrom ${HOST}\\[${IP}\\](?::(\\d{1,5}))?`), 'source.domain', 'source.ip', 'source.port'],
  [new RegExp(`\\bclient=${HOST}\\[${IP}\\]`), 'source.domain', 'source.ip'],
  [
    new RegExp(`\\brelay=${HOST}\\[${IP}\\]:(\\d{1,5})`),
    'destination.domain',
    'destination.ip',
    'destination.port',
  ],
  // Dovecot's back ends: `pam(user,192.0.2.1)`, `sql(user@domain,192.0.2.1,<session>)`.
  [new RegExp(`\\b[a-z][a-z-]{1,20}\\(([^\\s,()]{1,128}),${IP}[,)]`), 'user.name', 'source.ip'],
  [/\bfrom=<([^>]{3,320})>/, 'email.from.address'],
  [/\bto=<([^>]{3,320})>/, 'email.to.address'],
  [/\bmessage-id=<([^>]{3,320})>/, 'email.message_id'],
  [new RegExp(`\\bDHCP(?:ACK|OFFER|REQUEST|DISCOVER)(?: (?:of|on|for))? ${IP}`), 'host.ip'],
  [/\b(?:to|from|for) ((?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2})\b/, 'source.mac'],
  [
    new RegExp(
      `\\b(?:[Ff]rom[ =]?|FROM|rhost=|rip=|src[ =]|source |[Cc]lient[ =:]|peer[ =:]|SRC=|addr(?:ess)?[ =:]) ?[\\["]?${IP}\\]?(?:(?: port |[:#/])(\\d{1,5}))?`,
    ),
    'source.ip',
    'source.port',
  ],
  [
    new RegExp(
      `\\b(?:to|lip=|dst[ =]|destination |server[ =:]|DST=|upstream:) ?\\[?${IP}\\]?(?:(?: port |[:#/])(\\d{1,5}))?`,
    ),
    'destination.ip',
    'destination.port',
  ],
  [new RegExp(`\\brhost=${HOST}(?=[ ,;]|$)`), 'source.domain'],
  [new RegExp(`^(?:warning: )?${HOST}\\[${IP}\\](?::\\d{1,5})?: `), 'source.domain', 'source.ip'],
  [new RegExp(`\\([^\\s@()]{0,64}@${IP}\\)`), 'source.ip'],
  [
    /\b(?:for|by|of|as|to|from|invalid|illegal|unknown|authenticating|account) user(?:name)?[:= ] ?["'(<[]?([^\s"'()<>,;:[\]]{1,128})/i,
    'user.name',
  ],
  [/(?<![?&])\b(?:user(?:name)?|login|uname|acct)=["'<]?([^\s"'<>,;)]{1,128})/i, 'user.name'],
  [
    /\bUser (?!(?:is|was|has|not|access|login|name|does|cannot|account|session|unknown|with|from)\b)["'<[]?([^\s"'<>,;:[\]]{1,128})["'>\]]? (?:logged|login|authenticat|failed|connected|disconnected|from|not|has|is)\b/,
    'user.name',
  ],
  [/\bunix-user:([^\s)]{1,128})/, 'user.name'],
  [
    /^([A-Za-z0-9@_.:\\-]{1,128}\.(?:service|socket|timer|mount|scope|target|slice|path|device)): /,
    'service.name',
  ],
  [
    /^(?:Started|Starting|Stopped|Stopping|Reloading|Reloaded|Finished|Failed to start) ([^\s].{0,120}?)(?:\.{1,3}|…)?$/,
    'service.name',
  ],
  [/\b(?:exec(?:uted)?|command|COMMAND)[=:] ?["']([^"']{1,2000})["']/, 'process.command_line'],
];

/** Fills what is still open from the text's wording; a text that is already read in part keeps what it has. */
export function readCommonPhrases(message: string, attributes: Attributes): void {
  const text = message.slice(0, 4_000);
  for (const [pattern, ...keys] of phrases) {
    if (keys.every((key) => attributes[key] !== undefined)) continue;
    const found = pattern.exec(text);
    if (found === null) continue;
    // The parts of one phrase belong together: none is added to what another phrase said.
    if (attributes[keys[0] ?? ''] !== undefined) continue;
    for (const [index, key] of keys.entries()) put(attributes, key, found[index + 1]);
  }
  const url = /\b(?:https?|ftp):\/\/[^\s"'<>()|]{3,2000}/.exec(text)?.[0];
  if (url !== undefined && attributes['url.original'] === undefined)
    putUrl(attributes, url.replace(/[.,;:]+$/, ''));
}
