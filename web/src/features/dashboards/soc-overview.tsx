import { listAlerts } from '../../api/alerts.ts';
import { getIngestion, getLifecycle } from '../../api/reports.ts';
import { useApp } from '../../app/app-context.ts';
import { Bars } from '../../ui/bars.tsx';
import { Figure } from '../../ui/figure.tsx';
import { count } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Empty } from '../../ui/states.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { AlertTable } from '../alerts/alert-table.tsx';
import { daysOf } from '../reports/ingestion-part.tsx';
import { barsOf, durationText } from '../reports/lifecycle-part.tsx';

const DAYS = 7;

export function SocOverviewPage() {
  const { api } = useApp();
  const lifecycle = useResource((signal) => getLifecycle(api, DAYS, signal), [api]);
  const ingestion = useResource((signal) => getIngestion(api, DAYS, signal), [api]);
  const open = useResource((signal) => listAlerts(api, { status: 'open', limit: 10 }, signal), [api]);
  return (
    <>
      <p class="muted">The last {DAYS} days.</p>
      <Loaded what="the figures" of={lifecycle}>
        {({ alerts, cases }) => (
          <>
            <div class="figures">
              <Figure
                name="Alerts"
                value={count(alerts.total)}
                note={`${count(alerts.by_status.open ?? 0)} open`}
              />
              <Figure name="Open cases" value={count(cases.open_now)} />
              <Figure
                name="Time to detect"
                value={alerts.seconds_to_detect ? durationText(alerts.seconds_to_detect.median) : '—'}
                note="median"
              />
              <Figure
                name="Events"
                value={ingestion.data ? count(ingestion.data.total.events) : '—'}
                note={ingestion.data ? `from ${ingestion.data.sources.length} sources` : 'not known yet'}
              />
            </div>
            <div class="halves">
              <section aria-labelledby="levels">
                <h2 id="levels">Alerts by severity</h2>
                <Bars label="Alerts by severity" items={barsOf(alerts.by_level)} />
              </section>
              <section aria-labelledby="days">
                <h2 id="days">Events by day</h2>
                <Bars label="Events by day" items={ingestion.data ? daysOf(ingestion.data) : []} />
              </section>
            </div>
          </>
        )}
      </Loaded>
      <section aria-labelledby="open-alerts">
        <h2 id="open-alerts">Newest open alerts</h2>
        <Loaded what="alerts" of={open}>
          {({ items }) =>
            items.length === 0 ? <Empty title="No open alerts." /> : <AlertTable alerts={items} />
          }
        </Loaded>
      </section>
    </>
  );
}
