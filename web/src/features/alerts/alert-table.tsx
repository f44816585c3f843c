import type { Alert } from '#shared/schema/alert.ts';
import { Clip } from '../../ui/clip.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Severity } from '../../ui/severity.tsx';
import { Time } from '../../ui/time.tsx';
import { alertColumns } from './alert-columns.tsx';

const columns: readonly Column<Alert>[] = [
  { title: 'Severity', cell: (alert) => <Severity level={alert.rule.level} score={alert.severity} /> },
  ...alertColumns,
  {
    title: 'Assignee',
    cell: (alert) => (alert.assignee ? <Clip text={alert.assignee} /> : <span class="muted">nobody</span>),
  },
  { title: 'Last seen', cell: (alert) => <Time at={alert.last_seen} relative /> },
  {
    title: 'Case',
    cell: (alert) =>
      alert.case_id ? (
        <a class="over-row nowrap" href={`/cases/${encodeURIComponent(alert.case_id)}`}>
          Open case
        </a>
      ) : (
        <span class="muted">none</span>
      ),
  },
];

type Props = { alerts: readonly Alert[]; fresh?: ReadonlySet<string> };

export function AlertTable({ alerts, fresh }: Props) {
  return (
    <DataTable
      caption="Alerts, newest first"
      columns={columns}
      rows={alerts}
      keyOf={(alert) => alert.alert_id}
      {...(fresh ? { fresh } : {})}
    />
  );
}
