import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Gatehouse canonical events',
  reads: [
    'events that already have the canonical form (`docs/schema/canonical_event.json`), whole or in part',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Send one JSON object a line to `/v1/ingest/events`; the demo does the same.',
  ],
  limits: ["Its id, tenant and attributes of the pipeline are made anew: nobody can claim another event's."],
};
