import type { ComponentChildren } from 'preact';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty } from '../../ui/states.tsx';
import { CompliancePage } from './compliance.tsx';
import { DataSourceHealthPage } from './data-source-health.tsx';
import { IncidentResponsePage } from './incident-response.tsx';
import { SocOverviewPage } from './soc-overview.tsx';
import { ThreatLandscapePage } from './threat-landscape.tsx';

const pages: readonly { id: string; title: string; page(): ComponentChildren }[] = [
  { id: 'soc-overview', title: 'SOC Overview', page: SocOverviewPage },
  { id: 'threat-landscape', title: 'Threat Landscape', page: ThreatLandscapePage },
  { id: 'incident-response', title: 'Incident Response', page: IncidentResponsePage },
  { id: 'compliance', title: 'Compliance Dashboard', page: CompliancePage },
  { id: 'data-source-health', title: 'Data Source Health', page: DataSourceHealthPage },
];

/** The five pages that every customer has, fed by what the cell itself knows. */
export function DashboardPage({ id }: { id: string }) {
  const found = pages.find((one) => one.id === id);
  if (!found)
    return (
      <>
        <PageHead title="No such dashboard" />
        <Empty title="There are five of them.">
          <p>
            Begin with the <a href="/dashboards">SOC Overview</a>.
          </p>
        </Empty>
      </>
    );
  const Page = found.page;
  return (
    <>
      <PageHead title={found.title}>
        <button type="button" class="button" onClick={() => window.print()}>
          Print
        </button>
      </PageHead>
      <nav class="tabs" aria-label="Dashboards">
        {pages.map((one) => (
          <a
            key={one.id}
            href={`/dashboards/${one.id}`}
            aria-current={one.id === found.id ? 'page' : undefined}
          >
            {one.title}
          </a>
        ))}
      </nav>
      <Page />
    </>
  );
}
