import type { Template } from '#shared/datasources/template.ts';

export const dnsTemplate: Template = {
  template_id: 'dns',
  name: 'DNS queries',
  description: 'Questions and answers of a resolver’s network, written by Zeek’s dns.log.',
  icon: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1 3v6H5a7 7 0 0 1 6-6Zm2 0a7 7 0 0 1 6 6h-6Zm-8 8h6v6a7 7 0 0 1-6-6Zm8 0h6a7 7 0 0 1-6 6Z',
  source_type: 'dns',
  connector_type: 'file_beat',
  connector: 'zeek-suricata',
  settings: [],
  shippers: ['filebeat', 'fluent-bit', 'vector'],
  instructions: `1. Run Zeek where it sees the resolver’s traffic, with JSON logs (\`@load policy/tuning/json-logs\`).
2. Install one of the shippers below and let it read dns.log: it sends to {{url}} as the source {{source_id}}.
3. Press Test, or wait for the first events.`,
  probe: (user, at) =>
    JSON.stringify({
      _path: 'dns',
      ts: at.getTime() / 1000,
      uid: `C${at.getTime().toString(36)}`,
      'id.orig_h': '192.0.2.10',
      'id.orig_p': 50122,
      'id.resp_h': '192.0.2.53',
      'id.resp_p': 53,
      proto: 'udp',
      query: `${user}.invalid`,
      qtype_name: 'A',
      rcode_name: 'NXDOMAIN',
    }),
};
