import type { Case } from '#shared/schema/case.ts';
import { listCases } from '../../api/cases.ts';
import { getLifecycle } from '../../api/reports.ts';
import { useApp } from '../../app/app-context.ts';
import { Bars } from '../../ui/bars.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Figure } from '../../ui/figure.tsx';
import { count } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Severity } from '../../ui/severity.tsx';
import { Empty } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { barsOf, durationText } from '../reports/lifecycle-part.tsx';

const DAYS = 30;
const SHOWN = 20;

const columns: readonly Column<Case>[] = [
  {
    title: 'Case',
    kind: 'main',
    cell: ({ case_id, title }) => (
      <a class="row-link" href={`/cases/${encodeURIComponent(case_id)}`}>
        {title}
      </a>
    ),
  },
  { title: 'Severity', cell: ({ severity }) => <Severity level={severity} /> },
  { title: 'Status', cell: ({ status }) => <StatusChip status={status} /> },
  { title: 'Assignee', cell: ({ assignee }) => assignee ?? <span class="muted">nobody</span> },
  { title: 'Alerts', kind: 'number', cell: ({ alert_ids }) => count(alert_ids.length) },
  { title: 'Opened', cell: ({ created_at }) => <Time at={created_at} relative /> },
];

export function IncidentResponsePage() {
  const { api } = useApp();
  const report = useResource((signal) => getLifecycle(api, DAYS, signal), [api]);
  const cases = useResource(
    async (signal) => {
      const [open, working] = await Promise.all(
        ['open', 'in_progress'].map((status) => listCases(api, { status, limit: SHOWN }, signal)),
      );
      return [...(working?.items ?? []), ...(open?.items ?? [])].slice(0, SHOWN);
    },
    [api],
  );
  return (
    <>
      <p class="muted">The last {DAYS} days.</p>
      <Loaded what="the figures" of={report}>
        {({ cases: all }) => (
          <>
            <div class="figures">
              <Figure name="Open now" value={count(all.open_now)} />
              <Figure name="Opened" value={count(all.opened)} note={`${count(all.closed)} closed`} />
              <Figure
                name="Time to close"
                value={all.hours_to_close ? durationText(all.hours_to_close.median * 3_600) : '—'}
                note={all.hours_to_close ? 'median' : 'no case was closed'}
              />
              <Figure
                name="Oldest open case"
                value={all.oldest_open_at ? <Time at={all.oldest_open_at} relative /> : '—'}
              />
            </div>
            <div class="halves">
              <section aria-labelledby="severities">
                <h2 id="severities">Cases opened, by severity</h2>
                <Bars label="Cases opened, by severity" items={barsOf(all.by_severity)} />
              </section>
            </div>
          </>
        )}
      </Loaded>
      <section aria-labelledby="open-cases">
        <h2 id="open-cases">Cases to work on</h2>
        <Loaded what="cases" of={cases}>
          {(items) =>
            items.length === 0 ? (
              <Empty title="No open cases." />
            ) : (
              <DataTable
                caption="Cases that are open or in progress"
                columns={columns}
                rows={items}
                keyOf={({ case_id }) => case_id}
              />
            )
          }
        </Loaded>
      </section>
    </>
  );
}
