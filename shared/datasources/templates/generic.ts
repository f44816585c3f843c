import type { Template } from '#shared/datasources/template.ts';

export const genericTemplate: Template = {
  template_id: 'generic',
  name: 'Any other product',
  description:
    'CEF, LEEF, JSON, key=value or plain syslog, read by a mapping of your own where it needs one.',
  icon: 'M4 4h7v7H4ZM13 4h7v7h-7ZM4 13h7v7H4ZM15 13h3v2.500h2v3h-2V21h-3v-2.500h-2v-3h2Z',
  source_type: 'siem',
  connector_type: 'syslog_cef',
  connector: 'generic',
  settings: [],
  shippers: ['syslog-ng', 'rsyslog', 'vector', 'fluent-bit'],
  instructions: `1. Set up one of the shippers below, which sends to {{url}} as the source {{source_id}}; or let the product post its events to {{url}}/v1/ingest/raw/{{source_id}} with the token.
2. Where it has names of its own, open the source, then **Settings and mapping**: paste an event, and say what its fields mean.
3. Press Test, or wait for the first events.`,
  /** The Common Event Format, whatever the product itself writes. */
  probe: (user, at) =>
    `CEF:0|Gatehouse|Validation|1|1|Marked event|0|rt=${at.getTime()} suser=${user} externalId=${user}`,
};
