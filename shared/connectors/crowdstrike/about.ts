import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'CrowdStrike Falcon',
  reads: ['the event stream, Falcon Data Replicator, alerts of the API, and CEF of the SIEM connector'],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Create an API client with read access to event streams or alerts (Support → API clients), or switch on Falcon Data Replicator.',
    "Run the Falcon SIEM connector or a shipper that reads FDR's bucket. Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.",
  ],
  limits: ['Replicated events say ids where the console says names.'],
};
