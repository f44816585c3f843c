import { isIP } from 'node:net';
import { putEndpoint } from '#shared/connectors/cisco-asa/endpoint.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

const PLACE = '([A-Za-z0-9_.:%/-]{3,120}(?:\\([^()]{1,80}\\))?)';
const NAME = '([^<>"\',;()\\s][^<>"\',;()]{0,127})';

/**
 * Wordings that many messages share, each with bounded parts; they fill what the message's own template left open.
 * Before each stands a text without which it can't be there: most messages have few of them.
 */
const phrases: readonly (readonly [hint: string | readonly string[], RegExp, string])[] = [
  ['Group <', new RegExp(`\\bGroup <${NAME}>`), 'group.name'],
  ['roup = ', /\b[Gg]roup = ([^,\s]{1,128})/, 'group.name'],
  ['Group ', /^Group (\S{1,128}) User /, 'group.name'],
  ['tunnel-group ', /\btunnel-group (\S{1,128})/, 'group.name'],
  ['Group:', /\bGroup:(\S{1,128})/, 'group.name'],
  ['User <', new RegExp(`\\bUser <${NAME}>`), 'user.name'],
  ['=', /\b[Uu]ser(?:name)? ?= ?([^\s,:()][^,:()]{0,127}?) ?(?=[:,)]|$)/, 'user.name'],
  ['Username:', /\bUsername:(\S{1,128}) /, 'user.name'],
  ['Uname: ', /\bUname: (\S{1,128})/, 'user.name'],
  [' user ', /\b(?:client|for|by|admin|network) user ["'<]?([^\s"'<>,]{1,128})/, 'user.name'],
  [' User ', /^Group \S{1,128} User (\S{1,128}) IP /, 'user.name'],
  ['User ', /^User ["']([^"']{1,128})["']/, 'user.name'],
  ['IP', /\b(?:user )?IP ?(?:=|<|address:|address) ?([0-9a-fA-F.:]{3,45})/, 'source.ip'],
  ['(remote ', /\(remote ([0-9a-fA-F.:]{3,45})\)/, 'source.ip'],
  ['addr=', /\bdesta?t?addr=([0-9a-fA-F.:]{3,45})/, 'destination.ip'],
  [' IP', / IP(?:v4|v6)? ([0-9][0-9a-fA-F.:]{2,44})/, 'source.ip'],
  ['remote-peer = ', /\bremote-peer = ([0-9a-fA-F.:]{3,45})/, 'source.ip'],
  ['client-dynamic-ip = ', /\bclient-dynamic-ip = ([0-9a-fA-F.:]{3,45})/, 'source.nat.ip'],
  ['between host ', /\bbetween host ([0-9a-fA-F.:]{3,45}) at /, 'source.ip'],
  ['src = ', /\bsrc = ([0-9a-fA-F.:]{3,45})/, 'source.ip'],
  ['dest = ', /\bdest = ([0-9a-fA-F.:]{3,45})/, 'destination.ip'],
  [' configuration', /^(\d{1,3}(?:\.\d{1,3}){3}) (?:[Ee]rase|[Ee]nd) configuration/, 'source.ip'],
  ['egin configuration: ', /\b[Bb]egin configuration: (\d{1,3}(?:\.\d{1,3}){3}) /, 'source.ip'],
  ['Address ', /^Address (\d{1,3}(?:\.\d{1,3}){3}) (?:\(|discovered for)/, 'destination.ip'],
  [
    'Address ',
    /^Address \S{7,45} (?:\(|discovered for domain )([A-Za-z0-9_.-]{1,253})/,
    'destination.domain',
  ],
  ['server http', /\bserver (https?:\/\/[^\s,]{3,2000})/, 'url.original'],
  ['Addr ', /\bAddr ([0-9a-fA-F.:]{3,45})/, 'source.ip'],
  ['server', /\bserver ?= ?([A-Za-z0-9_.:-]{1,253})/, 'server.ip'],
  [
    ['ddress', 'Client assigned '],
    /\b(?:IPv4 [Aa]ddress ?[<=]|Client assigned |local pool (?:\S{1,80} )?address |address )<?([0-9.]{7,15})/,
    'source.nat.ip',
  ],
  ['serial number:', /\bserial number: ?([0-9A-Fa-f]{4,64})/, 'x509.serial_number'],
  ['subject name:', /\bsubject name: {0,2}(\S.{0,400}?)\.?$/, 'x509.subject.distinguished_name'],
  ['issuer name:', /\bissuer name: {0,2}([^;]{3,400}?)(?=, serial|$)/, 'x509.issuer.distinguished_name'],
  [
    ['list', 'access-group', 'acl='],
    /\b(?:access-group|access-list|acl=|list) ?"?([\w.-]{1,128})"?/,
    'rule.name',
  ],
  ['nterface ', /\b[Ii]nterface ([A-Za-z][\w./-]{0,64})/, 'observer.ingress.interface.name'],
  ['Client Type: ', /\bClient Type: (.{1,256})$/, 'user_agent.original'],
  ['eason', /\b[Rr]eason ?[:=-] ?"?([^:"]{1,200}?)"?(?= : |\.?$|, )/, 'event.reason'],
  [
    'resolved from ',
    /\bresolved from \S{1,30} list: ([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\.?[A-Za-z]{2,24})\b/,
    'destination.domain',
  ],
  [['GRANTED: ', 'DENIED: '], /\b(?:GRANTED|DENIED): "?([a-z]{3,6}:\/\/[^"\s]{3,2000})/, 'url.original'],
  ['executed ', /\bexecuted (?:cmd: |the )?'([^']{1,2000})'/, 'process.command_line'],
  ['policy', /\bpolicy[ -](?:map|name) (\S{1,128})/, 'rule.ruleset'],
];

const SIDES = [
  new RegExp(`\\b(?:from|src|for|flow) ${PLACE} (?:to|dst|dest) ${PLACE}`),
  new RegExp(`\\b(?:from|src|client|peer|host) ${PLACE}`),
  new RegExp(`\\bLocal:${PLACE} Remote:${PLACE}`),
] as const;

export function readPhrases(message: string, attributes: Attributes): void {
  const text = message.slice(0, 4_000);
  for (const [hint, phrase, key] of phrases) {
    if (typeof hint === 'string' ? !text.includes(hint) : !hint.some((one) => text.includes(one))) continue;
    const found = phrase.exec(text)?.[1]?.trim();
    if (found === undefined || /^\*+$/.test(found)) continue;
    if (key === 'url.original') putUrl(attributes, found);
    else put(attributes, key, /\.(?:ip|interface\.name)$/.test(key) ? found.replace(/[.:,]+$/, '') : found);
  }
  readSides(text, attributes);
  if (text.includes('Original IP payload: ')) readPayload(text, attributes);
}

function readSides(text: string, attributes: Attributes): void {
  if (attributes['source.ip'] === undefined && attributes['source.domain'] === undefined) {
    const [both, one, peers] = SIDES;
    const found = both.exec(text) ?? one.exec(text);
    const pair = text.includes('Local:') ? peers.exec(text) : null;
    if (found?.[1] !== undefined && /[.:/]/.test(found[1])) putEndpoint(attributes, 'source', found[1]);
    if (found?.[2] !== undefined && /[.:/]/.test(found[2])) putEndpoint(attributes, 'destination', found[2]);
    if (pair?.[2] !== undefined) {
      putPeer(attributes, 'destination', pair[1] ?? '');
      putPeer(attributes, 'source', pair[2]);
    }
  }
}

const PAYLOAD = /Original IP payload: \S{1,20} src ([^\s/]{3,120})\/(\d{1,5}) dst ([^\s/]{3,120})\/(\d{1,5})/;

/** An ICMP error quotes the packet that it is about; its ports are the error's own where its addresses are. */
function readPayload(text: string, attributes: Attributes): void {
  const found = PAYLOAD.exec(text);
  if (found === null) return;
  const [, address, port, peer, other] = found;
  const from = attributes['source.ip'] ?? attributes['source.domain'];
  const to = attributes['destination.ip'] ?? attributes['destination.domain'];
  put(attributes, 'source.port', peer === from ? other : address === from ? port : undefined);
  put(attributes, 'destination.port', address === to ? port : peer === to ? other : undefined);
  put(
    attributes,
    'related.ip',
    [address ?? '', peer ?? ''].filter((ip) => isIP(ip) !== 0),
  );
}

/** `192.0.2.1:4500`, where the port stands behind a colon. */
function putPeer(attributes: Attributes, side: 'source' | 'destination', text: string): void {
  const colon = text.lastIndexOf(':');
  put(attributes, `${side}.ip`, colon === -1 ? text : text.slice(0, colon));
  if (colon !== -1) put(attributes, `${side}.port`, text.slice(colon + 1));
}
