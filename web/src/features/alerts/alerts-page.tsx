import { useState } from 'preact/hooks';
import { useFilters } from '../../app/use-filters.ts';
import { ListView } from '../../ui/list-view.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { AlertFilterBar, alertFilterNames } from './alert-filters.tsx';
import { AlertTable } from './alert-table.tsx';
import { LiveStatus } from './live-status.tsx';
import { useLiveAlerts } from './use-live-alerts.ts';

export function AlertsPage() {
  const filters = useFilters(alertFilterNames);
  const [paused, setPaused] = useState(false);
  const live = useLiveAlerts(filters.values, paused);
  return (
    <>
      <PageHead title="Alerts">
        <LiveStatus paused={paused} updatedAt={live.updatedAt} trouble={live.trouble} onPause={setPaused} />
      </PageHead>
      <AlertFilterBar filters={filters} />
      <ListView
        what="alerts"
        pages={live.pages}
        empty={
          filters.any
            ? { title: 'No alert matches these filters.', text: <p>Widen the time or clear the filters.</p> }
            : {
                title: 'No alerts yet.',
                text: (
                  <p>
                    This page shows a new alert within seconds. To see events arrive, look at the{' '}
                    <a href="/sources">sources</a>.
                  </p>
                ),
              }
        }
      >
        {(alerts) => <AlertTable alerts={alerts} fresh={live.fresh} />}
      </ListView>
    </>
  );
}
