import type { Template } from '#shared/datasources/template.ts';
import { awsCloudtrailTemplate } from '#shared/datasources/templates/aws-cloudtrail.ts';
import { ciscoAsaTemplate } from '#shared/datasources/templates/cisco-asa.ts';
import { crowdstrikeTemplate } from '#shared/datasources/templates/crowdstrike.ts';
import { dnsTemplate } from '#shared/datasources/templates/dns.ts';
import { entraIdTemplate } from '#shared/datasources/templates/entra-id.ts';
import { fortigateTemplate } from '#shared/datasources/templates/fortigate.ts';
import { gcpAuditTemplate } from '#shared/datasources/templates/gcp-audit.ts';
import { genericTemplate } from '#shared/datasources/templates/generic.ts';
import { kubernetesAuditTemplate } from '#shared/datasources/templates/kubernetes-audit.ts';
import { linuxTemplate } from '#shared/datasources/templates/linux.ts';
import { m365Template } from '#shared/datasources/templates/m365.ts';
import { microsoftDefenderTemplate } from '#shared/datasources/templates/microsoft-defender.ts';
import { oktaTemplate } from '#shared/datasources/templates/okta.ts';
import { paloAltoTemplate } from '#shared/datasources/templates/palo-alto.ts';
import { threatFeedTemplate } from '#shared/datasources/templates/threat-feed.ts';
import { wazuhTemplate } from '#shared/datasources/templates/wazuh.ts';
import { windowsEventsTemplate } from '#shared/datasources/templates/windows-events.ts';
import { zeekSuricataTemplate } from '#shared/datasources/templates/zeek-suricata.ts';

/** The family, in the order in which the wizard shows it: fifteen vendors, then DNS, threat feeds and any other product. */
export const templates: readonly Template[] = [
  microsoftDefenderTemplate,
  entraIdTemplate,
  m365Template,
  oktaTemplate,
  awsCloudtrailTemplate,
  gcpAuditTemplate,
  kubernetesAuditTemplate,
  crowdstrikeTemplate,
  windowsEventsTemplate,
  linuxTemplate,
  wazuhTemplate,
  ciscoAsaTemplate,
  paloAltoTemplate,
  fortigateTemplate,
  zeekSuricataTemplate,
  dnsTemplate,
  threatFeedTemplate,
  genericTemplate,
];

/** Null for a template of another release, and for sources that were made without one. */
export const templateNamed = (id: string | null | undefined): Template | null =>
  templates.find(({ template_id }) => template_id === id) ?? null;
