import {
  baseName,
  count,
  email,
  firstIp,
  int32,
  ip,
  mac,
  oneOf,
  port,
  upper,
} from '#shared/translate/convert.ts';
import {
  connectionDirections,
  directions,
  fileTypes,
  methods,
  systems,
} from '#shared/translate/ocsf/captions.ts';
import { type Convert, type Row, type Shape, text } from '#shared/translate/shape.ts';

/** OCSF writes a hash as an object; `algorithm_id` and its caption are declared together. */
const fingerprint =
  (algorithm_id: number, algorithm: string): Convert =>
  (value) => {
    const hash = text(value);
    return hash === undefined ? undefined : { algorithm_id, algorithm, value: hash };
  };
const hashRows = (prefix: string): Row[] => [
  [`${prefix}.hash.md5`, 'hashes[]', fingerprint(1, 'MD5')],
  [`${prefix}.hash.sha1`, 'hashes[]', fingerprint(2, 'SHA-1')],
  [`${prefix}.hash.sha256`, 'hashes[]', fingerprint(3, 'SHA-256')],
  [`${prefix}.hash.sha512`, 'hashes[]', fingerprint(4, 'SHA-512')],
  [`${prefix}.pe.imphash`, 'hashes[]', fingerprint(18, 'Imphash')],
];

/** Letters and digits of an address in OCSF's pattern, six pairs with colons. */
const hardware = mac(':');

/** An account: of the first of these ECS field sets that names one, never a mixture of two. */
export const users = (at: string, ...prefixes: readonly string[]): Shape[] =>
  prefixes.map((prefix) => ({
    at,
    needs: [['name', 'uid']],
    rows: [
      [`${prefix}.name`, 'name'],
      [`${prefix}.id`, 'uid'],
      [`${prefix}.email`, 'email_addr', email],
      [`${prefix}.email`, 'name'],
      [`${prefix}.full_name`, 'full_name'],
      [`${prefix}.domain`, 'domain'],
    ],
  }));

/** The account that the canonical event names as its actor, where no field set does. */
export const actorAsUser: Shape = { at: 'user', rows: [['$user', 'name']] };

/** The same for classes that demand an account, whoever acted. */
export const actorAsAccount: Shape = { at: 'user', rows: [['$actor', 'name']] };

const location = (prefix: string): Shape => ({
  at: 'location',
  needs: [['city', 'country', 'postal_code', 'region']],
  rows: [
    [`${prefix}.geo.city_name`, 'city'],
    [`${prefix}.geo.region_name`, 'region'],
    [`${prefix}.geo.country_iso_code`, 'country'],
    [`${prefix}.geo.postal_code`, 'postal_code'],
    [`${prefix}.geo.continent_name`, 'continent'],
    [`${prefix}.geo.name`, 'desc'],
    [`${prefix}.geo.country_name`, 'desc'],
  ],
});

const someEndpoint = ['ip', 'uid', 'name', 'hostname', 'svc_name', 'interface_name', 'domain'];

/** One end of a connection. `side` is the observer's word for its interface: ingress on the source's side. */
export const endpoint = (
  at: string,
  prefix: string,
  side: 'ingress' | 'egress',
  last: readonly Row[] = [],
): Shape => ({
  at,
  needs: [someEndpoint],
  rows: [
    [`${prefix}.ip`, 'ip', ip],
    [`${prefix}.port`, 'port', port],
    [`${prefix}.domain`, 'hostname'],
    [`${prefix}.mac`, 'mac', hardware],
    [`observer.${side}.interface.name`, 'interface_name'],
    [`observer.${side}.zone`, 'zone'],
    ...last,
  ],
  parts: [
    location(prefix),
    {
      at: 'autonomous_system',
      needs: [['number', 'name']],
      rows: [
        [`${prefix}.as.number`, 'number', int32],
        [`${prefix}.as.organization.name`, 'name'],
      ],
    },
  ],
});

export const sources = [
  endpoint('src_endpoint', 'source', 'ingress'),
  endpoint('src_endpoint', 'client', 'ingress'),
];
export const destinations = [
  endpoint('dst_endpoint', 'destination', 'egress'),
  endpoint('dst_endpoint', 'server', 'egress'),
];

/** The machine that an event is about; the canonical target stands in where the event names no host. */
export const device = (last: readonly Row[] = []): Shape => ({
  at: 'device',
  needs: [['ip', 'uid', 'name', 'hostname', 'instance_uid']],
  defaults: { type_id: 0, type: 'Unknown' },
  rows: [
    ['host.name', 'hostname'],
    ['host.hostname', 'hostname'],
    ['host.hostname', 'name'],
    ['host.id', 'uid'],
    ['host.ip', 'ip', ip],
    ['host.ip', 'ip', firstIp, 'partly'],
    ['host.mac', 'mac', hardware],
    ['host.domain', 'domain'],
    ['cloud.instance.id', 'instance_uid'],
    ...last,
  ],
  parts: [
    {
      at: 'os',
      needs: [['name']],
      defaults: { type_id: 0 },
      rows: [
        ['host.os.full', 'name'],
        ['host.os.name', 'name'],
        ['host.os.type', 'type_id', oneOf(systems)],
        ['host.os.family', 'type_id', oneOf(systems)],
        ['host.os.platform', 'type_id', oneOf(systems)],
        ['host.os.version', 'version'],
        ['host.os.kernel', 'kernel_release'],
      ],
    },
  ],
});

export const file = (at: string, prefix = 'file'): Shape => ({
  at,
  needs: [['name']],
  defaults: { type_id: 0, type: 'Unknown' },
  rows: [
    [`${prefix}.name`, 'name'],
    [`${prefix}.path`, 'path'],
    [`${prefix}.path`, 'name', baseName, 'partly'],
    [`${prefix}.directory`, 'parent_folder'],
    [`${prefix}.extension`, 'ext'],
    [`${prefix}.size`, 'size', count()],
    [`${prefix}.mime_type`, 'mime_type'],
    [`${prefix}.inode`, 'uid'],
    ...hashRows(prefix),
  ],
  parts: [{ at: 'owner', rows: [[`${prefix}.owner`, 'name']] }],
});

/** ECS says the type in a word; the caption in words of OCSF comes with it. */
export const typedFile: Shape = {
  ...file('file'),
  rows: [...file('file').rows, ['file.type', 'type_id', oneOf(fileTypes), 'partly']],
  defaults: { type_id: 0 },
};

const bareProcess = (at: string, prefix: string): Shape => ({
  at,
  needs: [['pid', 'uid']],
  rows: [
    [`${prefix}.pid`, 'pid', int32],
    [`${prefix}.entity_id`, 'uid'],
    [`${prefix}.name`, 'name'],
    [`${prefix}.executable`, 'path'],
    [`${prefix}.executable`, 'name', baseName, 'partly'],
    [`${prefix}.command_line`, 'cmd_line'],
    [`${prefix}.working_directory`, 'working_directory'],
    [`${prefix}.thread.id`, 'tid', int32],
  ],
  parts: [
    {
      at: 'file',
      needs: [['name'], ['hashes']],
      defaults: { type_id: 0, type: 'Unknown' },
      rows: [
        [`${prefix}.executable`, 'path'],
        [`${prefix}.executable`, 'name', baseName, 'partly'],
        [`${prefix}.name`, 'name', text, 'partly'],
        ...hashRows(prefix),
      ],
    },
  ],
});

export const process = (at: string): Shape => {
  const own = bareProcess(at, 'process');
  return { ...own, parts: [...(own.parts ?? []), bareProcess('parent_process', 'process.parent')] };
};
export const parentProcess = bareProcess('process', 'process.parent');

export const traffic: Shape = {
  at: 'traffic',
  rows: [
    ['source.bytes', 'bytes_out', count()],
    ['destination.bytes', 'bytes_in', count()],
    ['network.bytes', 'bytes', count()],
    ['source.packets', 'packets_out', count()],
    ['destination.packets', 'packets_in', count()],
    ['network.packets', 'packets', count()],
  ],
};

export const connection: Shape = {
  at: 'connection_info',
  defaults: { direction_id: 0, direction: 'Unknown' },
  rows: [
    ['network.transport', 'protocol_name'],
    ['network.iana_number', 'protocol_num', int32],
    ['network.community_id', 'community_uid'],
    ['network.direction', 'direction_id', oneOf(directions)],
    ['network.direction', 'direction', oneOf(connectionDirections)],
    ['network.type', 'protocol_ver_id', oneOf({ ipv4: 4, ipv6: 6 })],
    ['network.session_id', 'uid'],
  ],
};

export const tls: Shape = {
  at: 'tls',
  needs: [['version']],
  rows: [
    ['tls.version', 'version'],
    ['tls.cipher', 'cipher'],
    ['tls.client.server_name', 'sni'],
    ['tls.client.ja3', 'ja3_hash', fingerprint(1, 'MD5')],
    ['tls.server.ja3s', 'ja3s_hash', fingerprint(1, 'MD5')],
  ],
};

export const url = (at = 'url'): Shape => ({
  at,
  needs: [['url_string', 'path']],
  rows: [
    ['url.full', 'url_string'],
    ['url.original', 'url_string'],
    ['url.path', 'path'],
    ['url.query', 'query_string'],
    ['url.domain', 'hostname'],
    ['url.scheme', 'scheme'],
    ['url.port', 'port', port],
  ],
});

export const request: Shape = {
  at: 'http_request',
  rows: [
    [
      'http.request.method',
      'http_method',
      (value) => (oneOf(methods)(value) === undefined ? undefined : upper(value)),
    ],
    ['http.request.referrer', 'referrer'],
    ['http.request.id', 'uid'],
    ['http.request.bytes', 'length', int32],
    ['http.request.body.bytes', 'body_length', int32],
    ['http.version', 'version'],
    ['user_agent.original', 'user_agent'],
  ],
  parts: [url()],
};

export const response: Shape = {
  at: 'http_response',
  needs: [['code']],
  rows: [
    ['http.response.status_code', 'code', int32],
    ['http.response.mime_type', 'content_type'],
    ['http.response.bytes', 'length', int32],
    ['http.response.body.bytes', 'body_length', int32],
  ],
};
