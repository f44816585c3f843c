import type { EventLogsource } from '#shared/detect/logsource-routes.ts';
import { productsOf } from '#shared/detect/source-products.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** Windows channels by Sigma's service (appendix taxonomy 2.1, "Windows"). */
const services: Readonly<Record<string, string>> = {
  application: 'application',
  security: 'security',
  system: 'system',
  'microsoft-windows-sysmon/operational': 'sysmon',
  'windows powershell': 'powershell-classic',
  'microsoft-windows-powershell/operational': 'powershell',
  'microsoft-windows-windows defender/operational': 'windefend',
  'microsoft-windows-taskscheduler/operational': 'taskscheduler',
  'microsoft-windows-wmi-activity/operational': 'wmi',
  'microsoft-windows-bits-client/operational': 'bits-client',
  'microsoft-windows-codeintegrity/operational': 'codeintegrity-operational',
  'microsoft-windows-ntlm/operational': 'ntlm',
  'microsoft-windows-windows firewall with advanced security/firewall': 'firewall-as',
  'microsoft-windows-terminalservices-localsessionmanager/operational':
    'terminalservices-localsessionmanager',
};

/** Sysmon's event ids by category (appendix taxonomy 2.1, "Specific"): a registry event is of two. */
const sysmon: Readonly<Record<string, readonly string[]>> = {
  1: ['process_creation'],
  2: ['file_change'],
  3: ['network_connection'],
  5: ['process_termination'],
  6: ['driver_load'],
  7: ['image_load'],
  8: ['create_remote_thread'],
  9: ['raw_access_thread'],
  10: ['process_access'],
  11: ['file_event'],
  12: ['registry_event', 'registry_add', 'registry_delete'],
  13: ['registry_event', 'registry_set'],
  14: ['registry_event', 'registry_rename'],
  15: ['create_stream_hash'],
  17: ['pipe_created'],
  18: ['pipe_created'],
  19: ['wmi_event'],
  20: ['wmi_event'],
  21: ['wmi_event'],
  22: ['dns_query'],
  23: ['file_delete'],
  25: ['process_tampering'],
  26: ['file_delete'],
  29: ['file_executable_detected'],
};

/** Categories of other channels' events, by service and event id. */
const others: Readonly<Record<string, readonly string[]>> = {
  'security 4688': ['process_creation'],
  'security 4689': ['process_termination'],
  'powershell 4103': ['ps_module'],
  'powershell 4104': ['ps_script'],
  'powershell-classic 400': ['ps_classic_start'],
  'powershell-classic 600': ['ps_classic_provider_start'],
};

/** Categories by ECS category and type, for sources that have no event ids. */
const ecs: Readonly<Record<string, readonly string[]>> = {
  'process start': ['process_creation'],
  'process end': ['process_termination'],
  'file creation': ['file_event'],
  'file change': ['file_change'],
  'file deletion': ['file_delete'],
  'file access': ['file_access'],
  'registry creation': ['registry_event', 'registry_add'],
  'registry change': ['registry_event', 'registry_set'],
  'registry deletion': ['registry_event', 'registry_delete'],
  'library start': ['image_load'],
  'network connection': ['network_connection', 'firewall'],
  'network denied': ['firewall'],
  'network protocol': ['dns'],
  'web access': ['webserver', 'proxy'],
  'malware info': ['antivirus'],
};

/** ECS category and type of events of a Sigma category; nothing for those that are told by event ids alone. */
export function categoryAttributes(category: string): CanonicalEvent['attributes'] {
  const found = Object.entries(ecs).find(([, names]) => names.includes(category));
  const [kind, type] = found?.[0].split(' ') ?? [];
  return kind === undefined || type === undefined ? {} : { 'event.category': kind, 'event.type': type };
}

/** What Sigma calls the source of a canonical event; an event can be of several categories. */
export function logsourceOf({ category, attributes, source }: CanonicalEvent): Exclude<EventLogsource, null> {
  const text = (name: string) =>
    Object.hasOwn(attributes, name) ? String(attributes[name]).toLowerCase() : '';
  const list = (name: string) => {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : [];
    return (Array.isArray(value) ? value : [value]).map((item) => String(item).toLowerCase());
  };
  const service = services[text('winlog.channel')];
  const provider = text('event.provider');
  const [module = '', set = ''] = [text('event.module'), text('event.dataset').split('.').slice(1).join('.')];
  const isWindows =
    service !== undefined || provider.startsWith('microsoft-windows-') || text('winlog.channel') !== '';
  const isCloudTrail = provider.endsWith('.amazonaws.com') || text('event.dataset') === 'aws.cloudtrail';
  const isDefender = text('event.kind') === 'alert' && provider.includes('defender');
  const code = text('event.code');
  const byId = service === 'sysmon' ? sysmon[code] : others[`${service} ${code}`];
  const byEcs = list('event.category').flatMap((one) =>
    list('event.type').flatMap((type) => ecs[`${one} ${type}`] ?? []),
  );
  const known = productsOf(source.system, { text, category });
  const product = [
    'gatehouse',
    ...known.products,
    text('host.os.type'),
    module === 'o365' ? 'm365' : module,
    text('cloud.provider'),
    isWindows || isDefender ? 'windows' : '',
    isCloudTrail ? 'aws' : '',
    category === 'k8s' ? 'kubernetes' : '',
  ];
  return {
    product: named(product),
    category: named([category, ...(byId ?? byEcs)]),
    service: named([
      service ?? '',
      set,
      isCloudTrail ? 'cloudtrail' : '',
      isDefender ? 'defender' : '',
      category === 'k8s' ? 'audit' : '',
      module,
      ...known.services,
    ]),
  };
}

function named(names: readonly string[]): string[] {
  return [...new Set(names.filter((name) => name !== ''))];
}
