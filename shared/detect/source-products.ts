import type { CanonicalEvent } from '#shared/schema/event.ts';

/** What Sigma calls a source: its product and, where its events are of several, the service. */
type Source = { products: readonly string[]; service?: (event: SourceEvent) => string };

/** The event's attributes as lower-case text; '' where there is none. */
type SourceEvent = { text(name: string): string; category: CanonicalEvent['category'] };

/** First two digits of a FortiGate log id (FortiOS Log Reference, "Log ID numbers"). */
const fortigateTypes: Readonly<Record<string, string>> = { '00': 'traffic', '01': 'event' };

const entraServices: Readonly<Record<string, string>> = {
  authentication: 'signinlogs',
  iam: 'auditlogs',
  configuration: 'auditlogs',
  intrusion_detection: 'riskdetection',
};

const m365Services: Readonly<Record<string, string>> = {
  exchange: 'exchange',
  sharepoint: 'sharepoint',
  onedrive: 'onedrive',
  threatintelligence: 'threat_management',
  securitycompliancecenter: 'threat_management',
};

/** Google Workspace writes its audit logs into Cloud Logging under services of its own; flow logs have none. */
const gcpServices: Readonly<Record<string, string>> = {
  '': 'gcp.vpcflow',
  'admin.googleapis.com': 'google_workspace.admin',
  'login.googleapis.com': 'google_workspace.login',
};

/** By the event's `source.system`, as the connectors write it. */
const bySystem: Readonly<Record<string, Source>> = {
  aws: { products: ['aws'] },
  'aws-vpc-flow': { products: ['aws'], service: () => 'vpcflow' },
  'cisco-asa': { products: ['cisco'], service: () => 'asa' },
  'entra-id': {
    products: ['azure'],
    service: ({ text }) =>
      text('azure.resource_id').startsWith('/subscriptions/')
        ? 'activitylogs'
        : (entraServices[text('event.category')] ?? 'auditlogs'),
  },
  fortigate: {
    products: ['fortigate', 'fortios'],
    service: ({ text }) => fortigateTypes[text('event.code').slice(0, 2)] ?? 'utm',
  },
  gcp: {
    products: ['gcp'],
    service: ({ text }) => gcpServices[text('event.provider')] ?? 'gcp.audit',
  },
  linux: {
    products: ['linux'],
    service: ({ text }) =>
      text('event.provider') === 'auditd' ? 'auditd' : text('process.name').replace(/-session$/, ''),
  },
  m365: { products: ['m365'], service: ({ text }) => m365Services[text('event.provider')] ?? 'audit' },
  okta: { products: ['okta'], service: () => 'okta' },
  'palo-alto': { products: ['paloalto'], service: ({ text }) => text('event.code') },
  suricata: { products: ['suricata'] },
  wazuh: { products: ['wazuh'], service: () => 'alerts' },
  windows: { products: ['windows'] },
  zeek: { products: ['zeek'] },
};

/** By `observer.vendor`, for sources that the generic connector reads. */
const byVendor: Readonly<Record<string, Source>> = {
  crowdstrike: { products: ['crowdstrike'], service: () => 'falcon' },
};

/** Products and services that follow from where an event comes from. */
export function productsOf(system: string, event: SourceEvent): { products: string[]; services: string[] } {
  const own = (table: Readonly<Record<string, Source>>, name: string) =>
    Object.hasOwn(table, name) ? table[name] : undefined;
  const found = [own(bySystem, system.toLowerCase()), own(byVendor, event.text('observer.vendor'))].filter(
    (source) => source !== undefined,
  );
  return {
    products: found.flatMap(({ products }) => products),
    services: found.flatMap(({ service }) => service?.(event) ?? []),
  };
}

/** A path as Windows writes it (lower case): of a drive, a device or a share. */
const WINDOWS_PATH = /^(?:[a-z]:\\|\\)/;

/**
 * The products that an endpoint's event is of, by its operating system; where the sensor does not say (Defender's tables
 * do not), by the way its paths are written: from a slash alone Linux and macOS are not told apart.
 */
export function platformsOf({ text }: Pick<SourceEvent, 'text'>): readonly string[] {
  const type = text('host.os.type');
  if (type !== '') return [type];
  if (text('registry.path') !== '') return ['windows'];
  const path = text('process.executable') || text('file.path');
  if (WINDOWS_PATH.test(path)) return ['windows'];
  return path.startsWith('/') ? ['linux', 'macos'] : [];
}
