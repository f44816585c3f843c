import { type DataSource, type HealthState, listDataSources } from '../../api/datasources.ts';
import { getIngestion } from '../../api/reports.ts';
import { useApp } from '../../app/app-context.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Figure } from '../../ui/figure.tsx';
import { words } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Empty, Failure, Loading } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { IngestionPart } from '../reports/ingestion-part.tsx';
import { HealingLog } from './healing-log.tsx';

const DAYS = 7;

const tones: Readonly<Record<HealthState, Tone>> = {
  healthy: 'good',
  degraded: 'medium',
  silent: 'bad',
  failing: 'bad',
  unknown: 'plain',
};

const columns: readonly Column<DataSource>[] = [
  {
    title: 'Source',
    kind: 'main',
    cell: ({ source_id, name }) => (
      <a class="row-link" href={`/sources/${encodeURIComponent(source_id)}`}>
        {name}
      </a>
    ),
  },
  { title: 'Type', cell: ({ source_type }) => words(source_type) },
  { title: 'State', cell: ({ health }) => <Badge tone={tones[health.state]}>{words(health.state)}</Badge> },
  { title: 'Since', cell: ({ health }) => <Time at={health.since} /> },
  { title: 'Why', kind: 'wide', cell: ({ health }) => health.reason ?? <span class="muted">—</span> },
];

export function DataSourceHealthPage() {
  const { api } = useApp();
  const sources = useResource((signal) => listDataSources(api, signal), [api]);
  const ingestion = useResource((signal) => getIngestion(api, DAYS, signal), [api]);
  const items = sources.data?.items ?? [];
  return (
    <>
      {sources.data === null &&
        (sources.error ? (
          <Failure error={sources.error} retry={sources.reload} />
        ) : (
          <Loading what="the sources' health" />
        ))}
      {sources.data !== null && (
        <>
          <div class="figures">
            {(Object.keys(tones) as HealthState[]).map((state) => {
              const own = items.filter(({ health }) => health.state === state).length;
              return (
                <Figure
                  key={state}
                  name={words(state)}
                  value={own}
                  bad={own > 0 && (state === 'failing' || state === 'silent')}
                />
              );
            })}
          </div>
          {items.length === 0 ? (
            <Empty title="No source is connected yet." />
          ) : (
            <DataTable
              caption="Sources and their health"
              columns={columns}
              rows={items}
              keyOf={({ source_id }) => source_id}
            />
          )}
        </>
      )}
      <HealingLog />
      <section aria-labelledby="arrived">
        <h2 id="arrived">What arrived in the last {DAYS} days</h2>
        <Loaded what="the report" of={ingestion}>
          {(report) => <IngestionPart report={report} />}
        </Loaded>
      </section>
    </>
  );
}
