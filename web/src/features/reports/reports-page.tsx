import { getIngestion, getLifecycle, reportFiles } from '../../api/reports.ts';
import { useApp } from '../../app/app-context.ts';
import { useFilters } from '../../app/use-filters.ts';
import { DownloadButton } from '../../ui/download-button.tsx';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { IngestionPart } from './ingestion-part.tsx';
import { LifecyclePart } from './lifecycle-part.tsx';

const DEFAULT_DAYS = 30;

/** Both reports of a period, on one page that prints well. */
export function ReportsPage({ tenantId }: { tenantId: string }) {
  const { api } = useApp();
  const filters = useFilters(['days']);
  const days = Number(filters.values.days) || DEFAULT_DAYS;
  const lifecycle = useResource((signal) => getLifecycle(api, days, signal), [api, days]);
  const ingestion = useResource((signal) => getIngestion(api, days, signal), [api, days]);
  return (
    <>
      <PageHead
        title="Reports"
        sub={
          <span class="muted">
            {tenantId}, the last {days} days
          </span>
        }
      >
        <FilterSelect
          label="Period"
          value={String(days)}
          options={[
            ['7', '7 days'],
            ['30', '30 days'],
            ['35', '35 days'],
          ]}
          onChange={(value) => filters.set('days', value)}
        />
        <DownloadButton {...reportFiles.lifecycle} query={{ days }}>
          Lifecycle as CSV
        </DownloadButton>
        <DownloadButton {...reportFiles.ingestion} query={{ days }}>
          Ingestion as CSV
        </DownloadButton>
        <button type="button" class="button primary" onClick={() => window.print()}>
          Print
        </button>
      </PageHead>
      <section aria-labelledby="lifecycle">
        <h2 id="lifecycle">Alerts and cases</h2>
        <Loaded what="the report" of={lifecycle}>
          {(report) => <LifecyclePart report={report} />}
        </Loaded>
      </section>
      <section aria-labelledby="ingestion">
        <h2 id="ingestion">What arrived</h2>
        <Loaded what="the report" of={ingestion}>
          {(report) => <IngestionPart report={report} />}
        </Loaded>
      </section>
    </>
  );
}
