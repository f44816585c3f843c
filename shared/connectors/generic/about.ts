import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'CEF, LEEF and plain syslog of any product',
  reads: [
    'CEF and LEEF 1.0 and 2.0 by their dictionaries, behind any header',
    'RFC 5424 and RFC 3164 syslog, with structured data',
    'key=value pairs in a message',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.',
  ],
  limits: [
    "Without a vendor's meaning an event is an operational one: its category follows from what little its words say.",
  ],
};
