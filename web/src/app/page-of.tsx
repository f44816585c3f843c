import { AlertPage } from '../features/alerts/alert-page.tsx';
import { AlertsPage } from '../features/alerts/alerts-page.tsx';
import { AuditPage } from '../features/audit/audit-page.tsx';
import { CasePage } from '../features/cases/case-page.tsx';
import { CasesPage } from '../features/cases/cases-page.tsx';
import { DashboardPage } from '../features/dashboards/dashboard-page.tsx';
import { ReportsPage } from '../features/reports/reports-page.tsx';
import { SourcePage } from '../features/sources/source-page.tsx';
import { SourcesPage } from '../features/sources/sources-page.tsx';
import { TenantPage } from '../features/tenants/tenant-page.tsx';
import { TenantsPage } from '../features/tenants/tenants-page.tsx';
import { lazyPage } from '../ui/lazy-page.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Empty } from '../ui/states.tsx';
import { useApp } from './app-context.ts';
import type { Route } from './router.ts';

const OnboardingPage = lazyPage(() =>
  import('../features/onboarding/onboarding-page.tsx').then((of) => of.OnboardingPage),
);
const ChecklistPage = lazyPage(() =>
  import('../features/onboarding/checklist-page.tsx').then((of) => of.ChecklistPage),
);
const ReadingPage = lazyPage(() =>
  import('../features/sources/reading-page.tsx').then((of) => of.ReadingPage),
);

export function PageOf({ route }: { route: Route }) {
  const { tenantId } = useApp();
  if (route.page === 'tenants') return <TenantsPage />;
  if (route.page === 'tenant') return <TenantPage id={route.id} />;
  if (route.page === 'onboarding') return <OnboardingPage />;
  if (route.page === 'unknown') return <UnknownPage />;
  if (route.page === 'audit') return <AuditPage />;
  if (tenantId === null) return <NoTenant />;
  switch (route.page) {
    case 'alerts':
      return <AlertsPage />;
    case 'alert':
      return <AlertPage id={route.id} />;
    case 'cases':
      return <CasesPage />;
    case 'case':
      return <CasePage id={route.id} />;
    case 'sources':
      return <SourcesPage />;
    case 'source':
      return <SourcePage id={route.id} />;
    case 'source-reading':
      return <ReadingPage id={route.id} />;
    case 'dashboards':
      return <DashboardPage id="soc-overview" />;
    case 'dashboard':
      return <DashboardPage id={route.id} />;
    case 'reports':
      return <ReportsPage tenantId={tenantId} />;
    case 'checklist':
      return <ChecklistPage tenantId={tenantId} />;
  }
}

function UnknownPage() {
  return (
    <>
      <PageHead title="No such page" />
      <Empty title="There is nothing at this address.">
        <p>
          Check it, or go to the <a href="/alerts">alerts</a>.
        </p>
      </Empty>
    </>
  );
}

function NoTenant() {
  return (
    <>
      <PageHead title="Choose a tenant" />
      <Empty title="This page belongs to one tenant.">
        <p>
          Choose the tenant that you act for at the top of the page, or open the{' '}
          <a href="/tenants">list of tenants</a>. What you read and change there is written to the tenant's
          audit trail.
        </p>
      </Empty>
    </>
  );
}
