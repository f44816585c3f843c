import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Microsoft 365',
  reads: [
    'the unified audit log: Exchange, SharePoint, OneDrive, Teams, Entra ID, Power Platform, Defender, DLP, in the form of the Office 365 Management Activity API',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Switch on auditing (Purview → Audit).',
    "Subscribe to the Management Activity API with a shipper (Filebeat's `o365` input, Logstash) and forward to the source.",
  ],
  limits: ['Operations without a row are cloud configuration events with their own name as the action.'],
};
