import type { Template } from '#shared/datasources/template.ts';

export const zeekSuricataTemplate: Template = {
  template_id: 'zeek-suricata',
  name: 'Zeek and Suricata',
  description: 'Connections, protocols and alerts that a network sensor sees, read from its log files.',
  icon: 'M4 4h4v4H4ZM16 4h4v4h-4ZM10 16h4v4h-4ZM8 5.500h8v1H8ZM6 8h1l4.500 8h-1ZM17 8h1l-4.500 8h-1Z',
  source_type: 'network',
  connector_type: 'file_beat',
  connector: 'zeek-suricata',
  settings: [],
  shippers: ['filebeat', 'fluent-bit', 'vector', 'otel-collector'],
  instructions: `1. Have Zeek write JSON (\`@load policy/tuning/json-logs\`), or Suricata its eve.json.
2. Install one of the shippers below on the sensor: it sends the logs to {{url}} as the source {{source_id}}.
3. Press Test, or wait for the first events.`,
  probe: (user, at) =>
    JSON.stringify({
      _path: 'ftp',
      ts: at.getTime() / 1000,
      uid: `C${user}`,
      'id.orig_h': '192.0.2.10',
      'id.orig_p': 50122,
      'id.resp_h': '192.0.2.80',
      'id.resp_p': 21,
      user,
      password: '<hidden>',
      command: 'PASV',
      reply_code: 227,
    }),
};
