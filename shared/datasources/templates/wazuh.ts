import type { Template } from '#shared/datasources/template.ts';

export const wazuhTemplate: Template = {
  template_id: 'wazuh',
  name: 'Wazuh',
  description: 'Alerts of a Wazuh manager and its agents, read from alerts.json.',
  icon: 'M2 5h4l2 8 3-8h2l3 8 2-8h4l-5 14h-2l-3-8-3 8H7Z',
  source_type: 'siem',
  connector_type: 'file_beat',
  connector: 'wazuh',
  settings: [],
  shippers: ['filebeat', 'fluent-bit', 'vector', 'logstash'],
  instructions: `1. On the Wazuh manager switch on \`<jsonout_output>yes</jsonout_output>\` in /var/ossec/etc/ossec.conf.
2. Have one of the shippers below read /var/ossec/logs/alerts/alerts.json: it sends to {{url}} as the source {{source_id}}.
3. Press Test, or wait for the first events.`,
  probe: (user, at) =>
    JSON.stringify({
      timestamp: at.toISOString().replace('Z', '+0000'),
      rule: { level: 3, description: 'Gatehouse validation.', id: '5501', groups: ['pam', 'syslog'] },
      agent: { id: '000', name: 'gatehouse-validation' },
      manager: { name: 'gatehouse-validation' },
      id: `${at.getTime() / 1000}.${user}`,
      decoder: { name: 'pam' },
      location: '/var/log/auth.log',
      data: { dstuser: user },
    }),
};
