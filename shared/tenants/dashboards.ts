import { compliance } from '#shared/tenants/dashboards/compliance.ts';
import { dataSourceHealth } from '#shared/tenants/dashboards/data-source-health.ts';
import { incidentResponse } from '#shared/tenants/dashboards/incident-response.ts';
import type { Dashboard } from '#shared/tenants/dashboards/panel.ts';
import { socOverview } from '#shared/tenants/dashboards/soc-overview.ts';
import { threatLandscape } from '#shared/tenants/dashboards/threat-landscape.ts';

/** The five that every customer gets, as Grafana dashboards on the fields of the customer's own indices. */
export const dashboards: readonly Dashboard[] = [
  socOverview,
  threatLandscape,
  incidentResponse,
  compliance,
  dataSourceHealth,
];
