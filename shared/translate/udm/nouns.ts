import { count, firstIp, ip, ips, mac, oneOf, port } from '#shared/translate/convert.ts';
import { type Convert, type Row, type Shape, single } from '#shared/translate/shape.ts';
import { clouds, platforms, resourceTypes } from '#shared/translate/udm/words.ts';

const hardware = mac(':', (hex) => hex.toLowerCase());

/** A Windows SID stands in a field of its own. */
const sid: Convert = (value) => {
  const one = single(value);
  return typeof one === 'string' && /^S-1-[\d-]{1,180}$/.test(one) ? one : undefined;
};
const mailbox: Convert = (value) => {
  const one = single(value);
  return typeof one === 'string' && one.includes('@') ? one : undefined;
};

/** An account: of the first of these ECS field sets that names one, never a mixture of two. */
export const users = (...prefixes: readonly string[]): Shape[] =>
  prefixes.map((prefix) => ({
    at: 'user',
    needs: [['userid', 'email_addresses', 'windows_sid', 'product_object_id']],
    rows: [
      [`${prefix}.name`, 'userid'],
      [`${prefix}.id`, 'windows_sid', sid],
      [`${prefix}.id`, 'product_object_id'],
      [`${prefix}.email`, 'email_addresses[]', mailbox],
      [`${prefix}.full_name`, 'user_display_name'],
    ],
  }));
export const actorAsUser: Shape = { at: 'user', rows: [['$user', 'userid']] };

const location = (prefix: string): Shape => ({
  at: 'location',
  rows: [
    [`${prefix}.geo.city_name`, 'city'],
    [`${prefix}.geo.region_name`, 'state'],
    [`${prefix}.geo.country_name`, 'country_or_region'],
    [`${prefix}.geo.country_iso_code`, 'country_or_region'],
    [`${prefix}.geo.name`, 'name'],
  ],
});

/** One end of a connection: one address, one port. */
export const end = (prefix: string): Shape => ({
  at: '',
  rows: [
    [`${prefix}.ip`, 'ip[]', ip],
    [`${prefix}.port`, 'port', port],
    [`${prefix}.nat.ip`, 'nat_ip[]', ips],
    [`${prefix}.nat.port`, 'nat_port', port],
    [`${prefix}.domain`, 'hostname'],
    [`${prefix}.mac`, 'mac[]', hardware],
  ],
  parts: [location(prefix)],
});

/** The machine of the event. With a port in the noun only one address may stand, so connections take none from here. */
export const machine = (addresses: 'addresses' | 'names'): Shape => ({
  at: '',
  rows: [
    ['host.name', 'hostname'],
    ['host.hostname', 'hostname'],
    ...(addresses === 'addresses'
      ? ([
          ['host.ip', 'ip[]', ips],
          ['host.mac', 'mac[]', hardware],
        ] as const)
      : ([['host.ip', 'ip[]', firstIp, 'partly']] as const)),
    ['host.domain', 'administrative_domain'],
    ['host.os.type', 'platform', oneOf(platforms)],
    ['host.os.family', 'platform', oneOf(platforms)],
    ['host.os.version', 'platform_version'],
    ['host.os.kernel', 'platform_patch_level'],
  ],
  parts: [{ at: 'asset', rows: [['host.id', 'product_object_id']] }],
});

/** The canonical target as the machine, for classes that demand one. */
export const targetAsMachine: Shape = { at: '', rows: [['$asset', 'hostname']] };

const hashes = (prefix: string): Row[] => [
  [`${prefix}.hash.sha256`, 'sha256'],
  [`${prefix}.hash.sha1`, 'sha1'],
  [`${prefix}.hash.md5`, 'md5'],
];

export const file = (prefix = 'file'): Shape => ({
  at: 'file',
  rows: [
    [`${prefix}.path`, 'full_path'],
    [`${prefix}.name`, 'names[]'],
    [`${prefix}.size`, 'size', count()],
    [`${prefix}.mime_type`, 'mime_type'],
    ...hashes(prefix),
  ],
});

const bareProcess = (at: string, prefix: string): Shape => ({
  at,
  rows: [
    [`${prefix}.pid`, 'pid'],
    [`${prefix}.entity_id`, 'product_specific_process_id'],
    [`${prefix}.command_line`, 'command_line'],
  ],
  parts: [
    {
      at: 'file',
      rows: [[`${prefix}.executable`, 'full_path'], [`${prefix}.name`, 'names[]'], ...hashes(prefix)],
      parts: [{ at: 'pe_file', rows: [[`${prefix}.pe.imphash`, 'imphash']] }],
    },
  ],
});

export const process: Shape = {
  ...bareProcess('process', 'process'),
  rows: [...bareProcess('process', 'process').rows, ['process.tty', 'tty']],
  parts: [
    ...(bareProcess('process', 'process').parts ?? []),
    bareProcess('parent_process', 'process.parent'),
  ],
};
export const parentProcess = bareProcess('process', 'process.parent');

export const url: Row[] = [
  ['url.full', 'url'],
  ['url.original', 'url'],
  ['url.domain', 'hostname'],
];

export const registry: Shape = {
  at: 'registry',
  rows: [
    ['registry.path', 'registry_key'],
    ['registry.key', 'registry_key'],
    ['registry.value', 'registry_value_name'],
    ['registry.data.strings', 'registry_value_data'],
  ],
};

export const group: Shape = {
  at: 'group',
  needs: [['group_display_name', 'product_object_id', 'windows_sid']],
  rows: [
    ['group.name', 'group_display_name'],
    ['group.id', 'windows_sid', sid],
    ['group.id', 'product_object_id'],
  ],
};

const cloud: Shape = {
  at: 'attribute',
  rows: [],
  parts: [
    {
      at: 'cloud',
      rows: [
        ['cloud.provider', 'environment', oneOf(clouds)],
        ['cloud.availability_zone', 'availability_zone'],
      ],
    },
  ],
};

export const resource: Shape = {
  at: 'resource',
  needs: [['name', 'product_object_id']],
  rows: [
    ['cloud.resource.id', 'product_object_id'],
    ['orchestrator.resource.id', 'product_object_id'],
    ['orchestrator.resource.name', 'name'],
    ['file.path', 'name'],
    ['$target', 'name'],
    ['orchestrator.resource.type', 'resource_type', oneOf(resourceTypes)],
    ['orchestrator.resource.type', 'resource_subtype'],
  ],
  parts: [cloud],
};

export const task: Shape = {
  at: 'resource',
  needs: [['name']],
  defaults: { resource_type: 'TASK' },
  rows: [
    ['scheduled_task.name', 'name'],
    ['rule.task', 'name'],
  ],
};

export const application: Row[] = [
  ['service.name', 'application'],
  ['event.provider', 'application'],
];

/** Devices that saw the event pass. */
export const observer: Shape = {
  at: 'observer',
  rows: [
    ['observer.name', 'hostname'],
    ['observer.hostname', 'hostname'],
    ['observer.ip', 'ip[]', ips],
    ['observer.mac', 'mac[]', hardware],
  ],
  parts: [
    {
      at: 'asset',
      rows: [
        ['observer.serial_number', 'product_object_id'],
        ['observer.type', 'category'],
      ],
    },
  ],
};
