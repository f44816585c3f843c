import type { Draft } from '#shared/connectors/draft.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const ADDRESS = "'?([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})";

/** Phrases of the system log's texts and what stands behind them; each is looked for once, with bounded parts only. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/(?:for|by|of|authenticating|from) user(?:name)?:? +'([^']{1,128})'/i, 'source.user.name'],
  [/(?:for|authenticating|by) user(?:name)?:? +([^\s',]{1,128})/i, 'source.user.name'],
  [
    /^User '?([^\s',]{1,128})'? (?:logged|is |failed|added|deleted|authenticated|session)/,
    'source.user.name',
  ],
  [/\bUser ?[nN]ame: ?([^,]{1,128})/, 'source.user.name'],
  [/\bupgraded from version \S{1,40} to \S{1,40} by ([^\s',]{1,128})/, 'source.user.name'],
  [/\bcommit .{0,60}by '?([^\s',]{1,128})/i, 'source.user.name'],
  [new RegExp(`\\b(?:Login from|From|from|initiated by):? ?${ADDRESS}`), 'source.ip'],
  [new RegExp(`\\bip ${ADDRESS} netmask`), 'source.ip'],
  [new RegExp(`\\bPrivate IP: ${ADDRESS}`), 'source.nat.ip'],
  [
    new RegExp(
      `\\b(?:to address|server address|to server|dhcp server|server|peer|to|gateway|IP):? ${ADDRESS}`,
    ),
    'destination.ip',
  ],
  [
    /\b(?:to|with WildFire|Public) [cC]loud:? ?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})/,
    'destination.domain',
  ],
  [
    /\b(?:server address|server|CLOUD ELECTION:) '?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}\.[a-z]{2,24})/,
    'destination.domain',
  ],
  [/\bserver monitor ([A-Za-z0-9_.-]{1,253})\(/, 'destination.domain'],
  [/\bport:? ?(\d{1,5})\b/, 'destination.port'],
  [
    /\b(?:interface|Port) ((?:ethernet|ae|loopback|tunnel|vlan|eth|MGT|HA)[\w./-]{0,20})/,
    'observer.ingress.interface.name',
  ],
  [/\bReason: ([^.]{1,200})\./, 'event.reason'],
  [/\bSource region: ([^,]{1,60})/, 'source.geo.name'],
  [/\bClient OS version: ([^,]{1,80})/, 'host.os.full'],
  [/\b(?:auth profile|Auth(?:entication)? Profile) '?([^',]{1,80})/, 'panw.auth_profile'],
  [/\bvia (\S{1,20}) from \S{1,45} using (?=\S)/, 'panw.login_by'],
  [/\bfrom \S{1,45} using ([a-z]{2,12})\b/, 'network.protocol'],
];

/** Users, addresses and interfaces that a system log says in words. */
export function readDescription(text: string, { attributes }: Draft): void {
  const message = text.slice(0, 4_000);
  for (const [phrase, key] of phrases) {
    const found = phrase.exec(message)?.[1];
    if (found !== undefined) put(attributes, key, found.trim().replace(/[.,;]+$/, ''));
  }
}
