import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Palo Alto Networks PAN-OS',
  reads: [
    'every log type of PAN-OS 9 to 11 as CSV by type, subtype and number of columns',
    'CEF, LEEF and JSON by the same names',
    'behind any syslog header',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Create a syslog server profile (Device → Server Profiles → Syslog) that points at the shipper, with the default format, and use it in a log forwarding profile and in Device → Log Settings.',
    'Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.',
  ],
  limits: ['Columns that a newer version appends are left in `event.original`.'],
};
