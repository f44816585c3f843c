import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'CEF, LEEF, JSON and plain syslog of any product',
  reads: [
    'CEF and LEEF 1.0 and 2.0 by their dictionaries, behind any header',
    'RFC 5424 and RFC 3164 syslog, with structured data',
    'key=value pairs in a message',
    'JSON, by ECS names and common ones',
    'any of these by a mapping of your own (`settings.mapping`)',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Where the vendor has names of its own, add a mapping ([an example](../adding-a-connector.md#without-code-a-mapping)). Try it before, in the console under the source’s “Settings and mapping”, or on files: `gatehouse explain --connector generic --settings FILE --in SAMPLES` shows which row made which field.',
    'Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.',
  ],
  limits: [
    'A mapping is read row by row; the first row that fills a key wins, and goes before what the formats themselves say. What is there but not understood makes the event partial, with a note.',
    'A mapping fills `event.id` with what names the event: two events with one id are one.',
    "Without a vendor's meaning an event is an operational one: its category follows from what little its words say.",
  ],
};
