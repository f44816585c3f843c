import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Microsoft Entra ID',
  reads: [
    'sign-ins of every kind, interactive or not, of service principals, managed identities and AD FS',
    'directory audit logs',
    'risky users, risk detections',
    'each in the form of Event Hub (diagnostic settings) and of Microsoft Graph',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'In the Entra admin centre: Monitoring → Diagnostic settings → Add; choose the log categories and stream them to an Event Hub.',
    "Forward the Event Hub with a shipper or a function to the source's raw endpoint. Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.",
  ],
  limits: [
    "The forms of Event Hub and Graph name and type some fields differently; both are read, and the vendor's own names differ accordingly.",
  ],
};
