import type { Template } from '#shared/datasources/template.ts';

export const fortigateTemplate: Template = {
  template_id: 'fortigate',
  name: 'Fortinet FortiGate',
  description: 'Traffic, UTM, VPN and administration of FortiOS, by syslog.',
  icon: 'M3 4h5v5H3ZM10 4h4v5h-4ZM16 4h5v5h-5ZM3 11h5v2H3ZM16 11h5v2h-5ZM3 15h5v5H3ZM10 15h4v5h-4ZM16 15h5v5h-5Z',
  source_type: 'firewall',
  connector_type: 'syslog_cef',
  connector: 'fortigate',
  settings: [],
  shippers: ['syslog-ng', 'rsyslog', 'vector', 'fluent-bit'],
  instructions: `1. Set up one of the relays below: it takes syslog on port 514 and sends to {{url}} as the source {{source_id}}.
2. On the firewall: \`config log syslogd setting\`, \`set status enable\`, \`set server <relay>\`, \`set mode udp\`, \`set format default\`, \`end\`.
3. Press Test, or wait for the first events.`,
  probe(user, at) {
    const text = at.toISOString();
    return `<189>date=${text.slice(0, 10)} time=${text.slice(11, 19)} devname="gatehouse-validation" devid="FGT00000000000001" eventtime=${at.getTime()}000000 tz="+0000" logid="0101039947" type="event" subtype="vpn" level="information" vd="root" logdesc="SSL VPN tunnel up" action="tunnel-up" tunneltype="ssl-tunnel" remip=192.0.2.10 user="${user}" group="validation" msg="SSL tunnel established"`;
  },
};
