import type { Template } from '#shared/datasources/template.ts';

export const paloAltoTemplate: Template = {
  template_id: 'palo-alto',
  name: 'Palo Alto Networks',
  description: 'Traffic, threat, URL, GlobalProtect and system logs of PAN-OS, by syslog.',
  icon: 'M4 3h6v18H4ZM14 3h6v10h-6ZM14 15h6v6h-6Z',
  source_type: 'firewall',
  connector_type: 'syslog_cef',
  connector: 'palo-alto',
  settings: [],
  shippers: ['syslog-ng', 'rsyslog', 'vector', 'fluent-bit'],
  instructions: `1. Set up one of the relays below: it takes syslog on port 514 and sends to {{url}} as the source {{source_id}}.
2. In PAN-OS make a syslog server profile with the relay (TCP, port 514, format BSD or IETF) and a log forwarding profile that uses it; add it to the security rules, and under Device → Log Settings for system, configuration and User-ID logs.
3. Commit. Press Test, or wait for the first events.`,
  probe(user, at) {
    const text = at.toISOString();
    const stamp = `${text.slice(0, 10).replaceAll('-', '/')} ${text.slice(11, 19)}`;
    return `1,${stamp},000000000000001,USERID,login,2561,${stamp},vsys1,192.0.2.10,gatehouse\\${user},validation,0,1,2700,0,0,active-directory,unknown,${at.getTime() % 1_000_000_000},0x0`;
  },
};
