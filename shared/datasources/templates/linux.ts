import type { Template } from '#shared/datasources/template.ts';

export const linuxTemplate: Template = {
  template_id: 'linux',
  name: 'Linux hosts',
  description: 'Logins, sudo, accounts and auditd of Linux machines, read from their log files.',
  icon: 'M3 4h18v16H3ZM5 6v12h14V6ZM7 9l4 3-4 3v-2l1.500-1L7 11ZM12 14h5v2h-5Z',
  source_type: 'endpoint',
  connector_type: 'file_beat',
  connector: 'linux',
  settings: [],
  shippers: ['filebeat', 'fluent-bit', 'vector', 'rsyslog', 'syslog-ng', 'otel-collector'],
  instructions: `1. Install one of the shippers below on each machine and give it the text shown: it sends /var/log/auth.log or /var/log/secure to {{url}} as the source {{source_id}}.
2. Start it, then press Test, or wait for the first events.`,
  probe: (user, at) =>
    `${at.toISOString()} gatehouse-validation sshd[4743]: Accepted publickey for ${user} from 192.0.2.10 port 50122 ssh2: ED25519 SHA256:validation`,
};
