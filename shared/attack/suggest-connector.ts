import type { Logsource } from '#shared/detect/rule.ts';

/** Connectors whose events are of a Sigma product; the first is the one to propose. */
const byProduct: Readonly<Record<string, readonly string[]>> = {
  windows: ['windows-events'],
  linux: ['linux'],
  aws: ['aws-cloudtrail'],
  gcp: ['gcp-audit'],
  azure: ['entra-id'],
  m365: ['m365'],
  okta: ['okta'],
  github: ['github-audit'],
  kubernetes: ['kubernetes-audit'],
  zeek: ['zeek-suricata'],
  suricata: ['zeek-suricata'],
  cisco: ['cisco-asa'],
  paloalto: ['palo-alto'],
  panw: ['palo-alto'],
  fortinet: ['fortigate'],
  fortigate: ['fortigate'],
  wazuh: ['wazuh'],
  crowdstrike: ['crowdstrike'],
};

/** Connectors by a Sigma category, for logsources without a product. */
const byCategory: Readonly<Record<string, readonly string[]>> = {
  dns: ['zeek-suricata'],
  firewall: ['palo-alto', 'fortigate', 'cisco-asa'],
  proxy: ['zeek-suricata', 'palo-alto'],
  webserver: ['zeek-suricata'],
  network_connection: ['zeek-suricata', 'palo-alto'],
  antivirus: ['windows-events'],
  auth: ['entra-id', 'okta', 'windows-events'],
  network: ['palo-alto', 'fortigate', 'zeek-suricata'],
  cloud: ['aws-cloudtrail', 'gcp-audit'],
  k8s: ['kubernetes-audit'],
  endpoint: ['windows-events', 'linux'],
};

/** The connector to connect so that events of a logsource come; null where none is known. */
export function suggestConnector({ product, category }: Logsource): string | null {
  const of = (table: Readonly<Record<string, readonly string[]>>, name: string | undefined) =>
    name !== undefined && Object.hasOwn(table, name.toLowerCase()) ? table[name.toLowerCase()] : undefined;
  return (of(byProduct, product) ?? of(byCategory, category))?.[0] ?? null;
}
