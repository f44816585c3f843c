import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Zeek and Suricata',
  reads: [
    'Zeek logs as JSON, of all its analysers',
    "Suricata's EVE JSON: alerts, flows and protocol records",
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'In Zeek: `@load policy/tuning/json-logs`; in Suricata: the `eve-log` output.',
    'Forward the files with a shipper. Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.',
  ],
  limits: [
    "Zeek's tab-separated form is not read: switch JSON on.",
    'A Zeek record without `_path` is told by its fields.',
  ],
};
