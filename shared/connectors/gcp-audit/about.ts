import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Google Cloud audit logs, VPC flow, DNS and firewall logs',
  reads: [
    'Cloud Audit Logs: admin activity, data access, system event, policy denied',
    'VPC flow, firewall rule and Cloud DNS logs',
    'alone, as exported to a bucket, and as Pub/Sub push messages',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Create a log sink (Logging → Log Router → Create sink) to a Pub/Sub topic, with a filter for the audit, flow, firewall and DNS logs.',
    "Create a push subscription of the topic to the source's raw endpoint.",
  ],
  limits: ['Requests and responses of data access logs are kept flat and within the caps of one event.'],
};
