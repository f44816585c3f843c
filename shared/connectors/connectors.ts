import { awsCloudtrail } from '#shared/connectors/aws-cloudtrail/connector.ts';
import { ciscoAsa } from '#shared/connectors/cisco-asa/connector.ts';
import type { Connector } from '#shared/connectors/connector.ts';
import { crowdstrike } from '#shared/connectors/crowdstrike/connector.ts';
import { ecsJson } from '#shared/connectors/ecs-json/connector.ts';
import { entraId } from '#shared/connectors/entra-id/connector.ts';
import { fortigate } from '#shared/connectors/fortigate/connector.ts';
import { gatehouseEvent } from '#shared/connectors/gatehouse-event/connector.ts';
import { gcpAudit } from '#shared/connectors/gcp-audit/connector.ts';
import { generic } from '#shared/connectors/generic/connector.ts';
import { githubAudit } from '#shared/connectors/github-audit/connector.ts';
import { kubernetesAudit } from '#shared/connectors/kubernetes-audit/connector.ts';
import { linux } from '#shared/connectors/linux/connector.ts';
import { m365 } from '#shared/connectors/m365/connector.ts';
import { microsoftDefender } from '#shared/connectors/microsoft-defender/connector.ts';
import { okta } from '#shared/connectors/okta/connector.ts';
import { paloAlto } from '#shared/connectors/palo-alto/connector.ts';
import { wazuh } from '#shared/connectors/wazuh/connector.ts';
import { windowsEvents } from '#shared/connectors/windows-events/connector.ts';
import { zeekSuricata } from '#shared/connectors/zeek-suricata/connector.ts';
import { sha256 } from '#shared/ids.ts';
import { once } from '#shared/once.ts';

/** The family, in the order in which unlabelled events are sniffed; `ecs-json` takes what is left. */
export const connectors: readonly Connector[] = [
  gatehouseEvent,
  wazuh,
  windowsEvents,
  ciscoAsa,
  paloAlto,
  fortigate,
  awsCloudtrail,
  crowdstrike,
  microsoftDefender,
  okta,
  entraId,
  githubAudit,
  kubernetesAudit,
  zeekSuricata,
  m365,
  gcpAudit,
  linux,
  generic,
  ecsJson,
];

const byName = once(() => new Map(connectors.map((connector) => [connector.name, connector])));

/** The named connector, or null for `auto` and unknown names (a connector that was renamed must not lose events). */
export function connectorNamed(name: string): Connector | null {
  return byName().get(name) ?? null;
}

/** All versions together: what `auto` could read changes with any of them. */
const familyVersion = once(
  () => `family-${sha256(connectors.map(({ name, version }) => `${name}@${version}`).join()).slice(0, 12)}`,
);

/** By what a sidelined text is told to deserve another try: the named connector's version, else the whole family's. */
export function parserVersion(name: string): string {
  return connectorNamed(name)?.version ?? familyVersion();
}
