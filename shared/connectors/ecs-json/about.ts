import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'JSON in ECS or close to it',
  reads: [
    'JSON objects that name their fields as ECS does, nested or dotted',
    'plain JSON of applications, whose common names (`user`, `src_ip`, `host`, `action`) are read as the ECS ones',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Send one JSON object a line to `/v1/ingest/events`, or point Filebeat, Logstash or Vector at the source.',
  ],
  limits: [
    'It takes every object that no other connector knows, so it says little of what an unknown object means.',
  ],
};
