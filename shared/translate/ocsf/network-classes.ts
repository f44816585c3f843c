import { email, emails, firstEmail, int32, oneOf } from '#shared/translate/convert.ts';
import { directions, methods, responseCodes } from '#shared/translate/ocsf/captions.ts';
import {
  connection,
  destinations,
  device,
  endpoint,
  process,
  request,
  response,
  sources,
  tls,
  traffic,
  typedFile,
  url,
  users,
} from '#shared/translate/ocsf/objects.ts';
import { byAction, byType, type OcsfClass } from '#shared/translate/ocsf/ocsf-class.ts';
import type { Convert, Shape } from '#shared/translate/shape.ts';

const local: Shape[] = [
  device(),
  { at: 'actor', rows: [], parts: [...users('user', 'user', 'source.user'), process('process')] },
];
const ends: Shape[] = [...sources, ...destinations];
const wire: Shape[] = [
  {
    at: '',
    rows: [
      ['network.protocol', 'app_protocol_name'],
      ['network.application', 'app_name'],
    ],
  },
  ...ends,
  connection,
  traffic,
  tls,
  ...local,
];
const network = {
  needs: [['src_endpoint', 'dst_endpoint']],
  otherwise: 'other',
  host: ['device', 'actor'],
} as const;

const connectionActivity = byType({ denied: 5, start: 1, end: 2, connection: 6, allowed: 6, protocol: 6 });
const connectionActivities = { 1: 'Open', 2: 'Close', 5: 'Refuse', 6: 'Traffic' };

export const networkActivity: OcsfClass = {
  ...network,
  uid: 4001,
  caption: 'Network Activity',
  activities: connectionActivities,
  activity: (traits) => (traits.types.includes('denied') ? 5 : connectionActivity(traits)),
  shapes: [...wire, url()],
};

export const sshActivity: OcsfClass = {
  ...networkActivity,
  uid: 4007,
  caption: 'SSH Activity',
  shapes: wire,
  otherwise: 'other',
};

/** Each address or text of an answer is a record of its own. */
const records: Convert = (value) => {
  const list = (Array.isArray(value) ? value : [value]).map(String).filter(Boolean);
  return list.length === 0 ? undefined : list.map((rdata) => ({ rdata }));
};

export const dnsActivity: OcsfClass = {
  ...network,
  uid: 4003,
  caption: 'DNS Activity',
  activities: { 1: 'Query', 2: 'Response' },
  activity: ({ attributes }) =>
    attributes['dns.response_code'] !== undefined || attributes['dns.answers.data'] !== undefined ? 2 : 1,
  shapes: [
    {
      at: '',
      rows: [
        ['dns.response_code', 'rcode_id', oneOf(responseCodes)],
        ['dns.answers.data', 'answers[]', records],
      ],
    },
    {
      at: 'query',
      needs: [['hostname']],
      rows: [
        ['dns.question.name', 'hostname'],
        ['dns.question.type', 'type'],
        ['dns.question.class', 'class'],
        ['dns.id', 'packet_uid', int32],
      ],
    },
    ...wire,
    // A machine that tells of its own question is where the question comes from.
    endpoint('src_endpoint', 'host', 'ingress', [['host.name', 'hostname']]),
  ],
  otherwise: 'flow',
};

export const dhcpActivity: OcsfClass = {
  ...network,
  uid: 4004,
  caption: 'DHCP Activity',
  activities: {
    1: 'Discover',
    2: 'Offer',
    3: 'Request',
    4: 'Decline',
    5: 'Ack',
    6: 'Nak',
    7: 'Release',
    8: 'Inform',
    9: 'Expire',
  },
  activity: byAction(
    [
      [['discover'], 1],
      [['offer'], 2],
      [['request'], 3],
      [['decline'], 4],
      [['nak'], 6],
      [['ack', 'assign', 'lease'], 5],
      [['release'], 7],
      [['inform'], 8],
      [['expire'], 9],
    ],
    () => 99,
  ),
  shapes: wire,
};

export const httpActivity: OcsfClass = {
  ...network,
  uid: 4002,
  caption: 'HTTP Activity',
  activities: {
    1: 'Connect',
    2: 'Delete',
    3: 'Get',
    4: 'Head',
    5: 'Options',
    6: 'Post',
    7: 'Put',
    8: 'Trace',
    9: 'Patch',
  },
  activity: ({ attributes }) => {
    const method = oneOf(methods)(attributes['http.request.method'] ?? '');
    return typeof method === 'number' ? method : 99;
  },
  shapes: [request, response, typedFile, ...wire],
  needs: [['http_request', 'http_response']],
  otherwise: 'flow',
};

export const emailActivity: OcsfClass = {
  ...network,
  uid: 4009,
  caption: 'Email Activity',
  activities: { 1: 'Send', 2: 'Receive' },
  activity: ({ attributes }) => {
    const direction = oneOf(directions)(attributes['network.direction'] ?? '');
    return direction === 1 ? 2 : direction === 2 ? 1 : 99;
  },
  shapes: [
    {
      at: '',
      rows: [['network.direction', 'direction_id', oneOf(directions)]],
      defaults: { direction_id: 0 },
    },
    {
      at: 'email',
      needs: [['from', 'to']],
      rows: [
        ['email.from.address', 'from', firstEmail, 'partly'],
        ['email.from.address', 'from', email],
        ['email.sender.address', 'sender', email],
        ['email.to.address', 'to[]', emails],
        ['email.cc.address', 'cc[]', emails],
        ['email.reply_to.address', 'reply_to', email],
        ['email.subject', 'subject'],
        ['email.message_id', 'message_uid'],
        ['email.local_id', 'uid'],
      ],
    },
    ...ends,
    ...local,
  ],
  needs: [['email']],
  otherwise: 'flow',
};
