import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Microsoft Defender',
  reads: [
    "Defender XDR's hunting tables as its streaming API sends them",
    'alerts of Microsoft Graph security',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'In the Defender portal: Settings → Microsoft Defender XDR → Streaming API → Add; stream the tables to an Event Hub.',
    "Forward the Event Hub to the source's raw endpoint. Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.",
  ],
  limits: ['The retired hunting APIs of before 2026 are not read.'],
};
