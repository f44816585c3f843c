import type { EventLogsource } from '#shared/detect/logsource-routes.ts';
import { platformsOf, productsOf } from '#shared/detect/source-products.ts';
import { windowsCategories, windowsService } from '#shared/detect/windows-logsource.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** Categories by ECS category and type, for sources that are no channel of Windows. */
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
  'network protocol': ['dns', 'dns_query'],
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
  const channel = text('winlog.channel');
  const service = windowsService(channel);
  const provider = text('event.provider');
  const [module = '', set = ''] = [text('event.module'), text('event.dataset').split('.').slice(1).join('.')];
  const isWindows = provider.startsWith('microsoft-windows-') || channel !== '';
  const isCloudTrail = provider.endsWith('.amazonaws.com') || text('event.dataset') === 'aws.cloudtrail';
  const isDefender = text('event.kind') === 'alert' && provider.includes('defender');
  const types = list('event.type');
  const categories =
    channel === ''
      ? list('event.category').flatMap((one) => types.flatMap((type) => ecs[`${one} ${type}`] ?? []))
      : windowsCategories(service, text('event.code'), types);
  const known = productsOf(source.system, { text, category });
  const product = [
    'gatehouse',
    ...known.products,
    ...(known.products.length === 0 ? platformsOf({ text }) : [text('host.os.type')]),
    module === 'o365' ? 'm365' : module,
    text('cloud.provider'),
    isWindows || isDefender ? 'windows' : '',
    isCloudTrail ? 'aws' : '',
    category === 'k8s' ? 'kubernetes' : '',
  ];
  return {
    product: named(product),
    category: named([category, category === 'k8s' ? 'application' : '', ...categories]),
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
