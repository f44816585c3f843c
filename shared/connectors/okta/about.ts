import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Okta',
  reads: ['System Log events, alone, in lists, and as EventBridge carries them'],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    "Create a log stream to EventBridge (Reports → Log Streaming), or an event hook to the source's raw endpoint, or let a shipper poll the System Log API.",
  ],
  limits: ['Event types without a row keep their own name as the action and are filed by its first words.'],
};
