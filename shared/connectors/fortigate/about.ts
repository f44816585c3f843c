import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Fortinet FortiGate',
  reads: [
    'FortiOS traffic, UTM (IPS, antivirus, web, application, DNS, mail) and event logs as key=value, behind any syslog header',
    'the same as CEF, with the FTNTFGT names',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'On the device: `config log syslogd setting`, `set status enable`, `set server <shipper>`, `set format default` (or `cef`).',
    'Point a log shipper at the ways in of the source (`docs/architecture.md`); the console hands out ready configurations for the usual ones.',
  ],
  limits: [
    'What stands inside quotes never makes a key: a URL cannot overwrite `srcip`.',
    'A key that comes twice keeps its first value, with a note.',
  ],
};
