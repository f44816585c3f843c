import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Windows event logs',
  reads: [
    'Security, System, Sysmon, PowerShell, Defender and other channels',
    'as Winlogbeat, NXLog, the Azure agents and Wazuh write them, as event XML, and as text rendered over syslog',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Install Winlogbeat, NXLog or Fluent Bit on the hosts or on a collector of Windows Event Forwarding.',
    'Collect at least Security, System, Microsoft-Windows-Sysmon/Operational and Microsoft-Windows-PowerShell/Operational.',
    'Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.',
  ],
  limits: [
    'Text rendered in another language than English keeps its header and the values that can be told by their form.',
    'XML that was cut off keeps the fields before the cut, and is partial.',
  ],
};
