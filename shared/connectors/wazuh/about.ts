import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Wazuh',
  reads: [
    'alerts and archives of the manager as JSON, whatever event is inside; Windows events in them are read as such',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    "Forward `alerts.json` with Filebeat or Fluent Bit, or add an `<integration>` with the source's raw endpoint as its `hook_url`.",
  ],
  limits: [
    'Decoders flatten lists to text: the first of the values stands for them.',
    'The event inside keeps what the manager left of it.',
  ],
};
