import type { Alert } from '#shared/schema/alert.ts';
import { Clip } from '../../ui/clip.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { count } from '../../ui/format.ts';
import { GroupText } from '../../ui/group-text.tsx';
import { Severity } from '../../ui/severity.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';

const columns: readonly Column<Alert>[] = [
  { title: 'Severity', cell: (alert) => <Severity level={alert.rule.level} score={alert.severity} /> },
  {
    title: 'Alert',
    kind: 'main',
    cell: (alert) => (
      <>
        <a class="row-link" href={`/alerts/${encodeURIComponent(alert.alert_id)}`}>
          {alert.rule.title}
        </a>
        <GroupText group={alert.group} />
      </>
    ),
  },
  { title: 'Count', kind: 'number', cell: (alert) => count(alert.count) },
  { title: 'Status', cell: (alert) => <StatusChip status={alert.status} /> },
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
