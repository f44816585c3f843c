import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Linux: sshd, sudo, su, PAM, cron and the audit system',
  reads: [
    "syslog of RFC 3164 and 5424 of the usual daemons, and journald's JSON",
    'records of the audit system, joined by their serial where they come together',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Forward `auth`, `authpriv` and `cron` with rsyslog or syslog-ng; forward the audit log with the syslog plugin of `auditd` or a shipper.',
    'Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.',
  ],
  limits: [
    'Audit records of one event that are sent in separate texts stay separate events.',
    'A message that no wording fits keeps its header and text.',
  ],
};
