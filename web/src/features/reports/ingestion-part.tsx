import type { IngestionReport } from '../../api/reports.ts';
import { Bars } from '../../ui/bars.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Figure } from '../../ui/figure.tsx';
import { count } from '../../ui/format.ts';
import { Empty } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';

type Row = IngestionReport['sources'][number];

const columns: readonly Column<Row>[] = [
  {
    title: 'Source',
    kind: 'main',
    cell: ({ source_id, name }) => (
      <a class="row-link" href={`/sources/${encodeURIComponent(source_id)}`}>
        {name}
      </a>
    ),
  },
  { title: 'Connector', cell: ({ connector }) => connector },
  { title: 'Events', kind: 'number', cell: ({ events }) => count(events) },
  { title: 'Not understood', kind: 'number', cell: ({ failed }) => count(failed) },
  { title: 'Last event', cell: ({ last_event_at }) => <Time at={last_event_at} /> },
  {
    title: 'Last failure',
    kind: 'wide',
    cell: ({ last_failure_reason }) => last_failure_reason ?? <span class="muted">none</span>,
  },
];

/** Events of all sources, day by day. */
export function daysOf(report: IngestionReport): { name: string; value: number }[] {
  const days = new Map<string, number>();
  for (const source of report.sources)
    for (const { day, events } of source.days) days.set(day, (days.get(day) ?? 0) + events);
  return [...days].sort(([a], [b]) => a.localeCompare(b)).map(([name, value]) => ({ name, value }));
}

export function IngestionPart({ report }: { report: IngestionReport }) {
  if (report.sources.length === 0)
    return (
      <Empty title="No source is connected yet.">
        <p>
          Connect one in the <a href="/onboarding">onboarding</a>.
        </p>
      </Empty>
    );
  return (
    <>
      <div class="figures">
        <Figure name="Events" value={count(report.total.events)} />
        <Figure
          name="Not understood"
          value={count(report.total.failed)}
          note="kept, and can be replayed"
          bad={report.total.failed > 0}
        />
        <Figure name="Sources" value={count(report.sources.length)} />
      </div>
      <Bars label="Events by day" items={daysOf(report)} />
      <DataTable
        caption="What each source sent"
        columns={columns}
        rows={report.sources}
        keyOf={({ source_id }) => source_id}
      />
    </>
  );
}
