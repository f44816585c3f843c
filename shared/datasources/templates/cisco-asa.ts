import type { Template } from '#shared/datasources/template.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const ciscoAsaTemplate: Template = {
  template_id: 'cisco-asa',
  name: 'Cisco ASA and Firepower',
  description: 'Connections, denials, VPN and logins of Cisco firewalls, by syslog.',
  icon: 'M3 5h18v4H3ZM3 10h8v4H3ZM13 10h8v4h-8ZM3 15h18v4H3Z',
  source_type: 'firewall',
  connector_type: 'syslog_cef',
  connector: 'cisco-asa',
  settings: [],
  shippers: ['syslog-ng', 'rsyslog', 'vector', 'fluent-bit'],
  instructions: `1. Set up one of the relays below on a machine near the firewall: it takes syslog on port 514 and sends to {{url}} as the source {{source_id}}.
2. On the firewall: \`logging enable\`, \`logging timestamp\`, \`logging trap informational\`, \`logging host inside <relay>\`.
3. Press Test, or wait for the first events.`,
  probe(user, at) {
    const text = at.toISOString();
    const stamp = `${months[at.getUTCMonth()]} ${text.slice(8, 10)} ${text.slice(0, 4)} ${text.slice(11, 19)}`;
    return `<166>${stamp} gatehouse-validation : %ASA-6-113039: Group <validation> User <${user}> IP <192.0.2.10> AnyConnect parent session started.`;
  },
};
