import type { Activity, Traits } from '#shared/translate/activity.ts';

const byType =
  (table: Readonly<Record<string, string>>, otherwise: string) =>
  ({ types }: Traits): string => {
    for (const type of types) if (Object.hasOwn(table, type)) return table[type] ?? otherwise;
    return otherwise;
  };

const always = (name: string) => () => name;

const resources = ({ types, attributes }: Traits): string => {
  const byUser = attributes['user.name'] !== undefined || attributes['user.id'] !== undefined;
  if (types.includes('creation')) return byUser ? 'USER_RESOURCE_CREATION' : 'RESOURCE_CREATION';
  if (types.includes('deletion')) return byUser ? 'USER_RESOURCE_DELETION' : 'RESOURCE_DELETION';
  if (types.includes('change')) return byUser ? 'USER_RESOURCE_UPDATE_CONTENT' : 'RESOURCE_WRITTEN';
  if (types.includes('access')) return byUser ? 'USER_RESOURCE_ACCESS' : 'RESOURCE_READ';
  return 'GENERIC_EVENT';
};

const scanned = ({ attributes }: Traits): string => {
  if (attributes['file.path'] !== undefined || attributes['file.name'] !== undefined) return 'SCAN_FILE';
  if (attributes['source.ip'] !== undefined && attributes['destination.ip'] !== undefined)
    return 'SCAN_NETWORK';
  return attributes['host.name'] !== undefined ? 'SCAN_HOST' : 'GENERIC_EVENT';
};

/** Each activity's UDM event type. */
export const eventTypes: Readonly<Record<Activity, (traits: Traits) => string>> = {
  login: always('USER_LOGIN'),
  logout: always('USER_LOGOUT'),
  authentication: always('USER_UNCATEGORIZED'),
  account: (traits) =>
    traits.action.includes('password')
      ? 'USER_CHANGE_PASSWORD'
      : byType({ creation: 'USER_CREATION', deletion: 'USER_DELETION' }, 'USER_UNCATEGORIZED')(traits),
  group: byType({ creation: 'GROUP_CREATION', deletion: 'GROUP_DELETION' }, 'GROUP_MODIFICATION'),
  privilege: always('USER_CHANGE_PERMISSIONS'),
  process: byType(
    { start: 'PROCESS_LAUNCH', end: 'PROCESS_TERMINATION', access: 'PROCESS_OPEN' },
    'PROCESS_UNCATEGORIZED',
  ),
  file: byType(
    {
      creation: 'FILE_CREATION',
      deletion: 'FILE_DELETION',
      change: 'FILE_MODIFICATION',
      access: 'FILE_READ',
    },
    'FILE_UNCATEGORIZED',
  ),
  registry: byType(
    { creation: 'REGISTRY_CREATION', deletion: 'REGISTRY_DELETION', change: 'REGISTRY_MODIFICATION' },
    'REGISTRY_UNCATEGORIZED',
  ),
  task: byType(
    {
      creation: 'SCHEDULED_TASK_CREATION',
      deletion: 'SCHEDULED_TASK_DELETION',
      change: 'SCHEDULED_TASK_MODIFICATION',
    },
    'SCHEDULED_TASK_UNCATEGORIZED',
  ),
  module: always('PROCESS_MODULE_LOAD'),
  script: always('PROCESS_UNCATEGORIZED'),
  flow: always('NETWORK_CONNECTION'),
  ssh: always('NETWORK_CONNECTION'),
  dns: always('NETWORK_DNS'),
  dhcp: always('NETWORK_DHCP'),
  http: always('NETWORK_HTTP'),
  email: always('EMAIL_TRANSACTION'),
  api: resources,
  datastore: resources,
  finding: scanned,
  other: ({ action }) => (action.includes('log-cleared') ? 'SYSTEM_AUDIT_LOG_WIPE' : 'GENERIC_EVENT'),
};

const machineOf = (noun: string): string[] =>
  ['hostname', 'ip', 'mac', 'asset'].map((field) => `${noun}.${field}`);
const principal = machineOf('principal');
const target = machineOf('target');

/** What Google demands of an event type, one path of each set; the event is the second type where one is missing. */
export const demands: readonly (readonly [
  type: RegExp,
  needs: readonly (readonly string[])[],
  otherwise: string,
])[] = [
  [/^USER_LOGIN$/, [['target.user'], ['extensions.auth'], [...principal, ...target]], 'USER_UNCATEGORIZED'],
  [/^USER_RESOURCE_/, [['principal.user'], ['target.resource']], 'GENERIC_EVENT'],
  [/^USER_/, [['target.user']], 'GENERIC_EVENT'],
  [/^GROUP_/, [['target.group']], 'GENERIC_EVENT'],
  [/^RESOURCE_/, [['target.resource']], 'GENERIC_EVENT'],
  [/^SYSTEM_AUDIT_LOG_WIPE$/, [principal], 'GENERIC_EVENT'],
  [/^PROCESS_MODULE_LOAD$/, [principal, ['target.file']], 'GENERIC_EVENT'],
  [/^PROCESS_/, [principal, ['target.process']], 'GENERIC_EVENT'],
  [/^FILE_/, [principal, ['target.file']], 'GENERIC_EVENT'],
  [/^REGISTRY_/, [principal, ['target.registry']], 'GENERIC_EVENT'],
  [/^SCHEDULED_TASK_/, [principal, ['target.resource']], 'GENERIC_EVENT'],
  [/^NETWORK_DNS$/, [principal, ['network.dns']], 'NETWORK_CONNECTION'],
  [/^NETWORK_DHCP$/, [principal, ['network.dhcp']], 'NETWORK_CONNECTION'],
  [/^NETWORK_HTTP$/, [principal, [...target, 'target.url'], ['network.http']], 'NETWORK_CONNECTION'],
  [/^NETWORK_CONNECTION$/, [principal, target], 'NETWORK_UNCATEGORIZED'],
  [/^NETWORK_UNCATEGORIZED$/, [[...principal, ...target]], 'GENERIC_EVENT'],
  [/^EMAIL_/, [['network.email']], 'GENERIC_EVENT'],
  [/^SCAN_FILE$/, [['target.file']], 'GENERIC_EVENT'],
  [/^SCAN_(NETWORK|HOST)$/, [target], 'GENERIC_EVENT'],
];
