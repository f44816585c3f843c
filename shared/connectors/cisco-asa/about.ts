import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Cisco ASA and Firepower Threat Defense',
  reads: [
    '`%ASA-` and `%FTD-` messages by their message id, behind any syslog header that the devices write',
    'connections, NAT, denials, VPN and AAA logins, IPS and the security events of FTD',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'On the device: `logging enable`, `logging timestamp rfc5424`, `logging trap informational`, `logging host <interface> <shipper>`.',
    'Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.',
  ],
  limits: [
    'A message id without a row keeps its header, severity and text, and is partial.',
    '`%ASA` times without `rfc5424` carry neither year nor zone: the year is the one nearest to the receipt.',
  ],
};
