import type { Alert } from '#shared/schema/alert.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { count } from '../../ui/format.ts';
import { GroupText } from '../../ui/group-text.tsx';
import { Severity } from '../../ui/severity.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';

const columns: readonly Column<Alert>[] = [
  { title: 'Severity', cell: (alert) => <Severity level={alert.rule.level} /> },
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
  { title: 'Last seen', cell: (alert) => <Time at={alert.last_seen} /> },
];

type Props = { alerts: readonly Alert[]; busy: boolean; onUnlink?: (alertId: string) => void };

export function LinkedAlertTable({ alerts, busy, onUnlink }: Props) {
  const unlink: Column<Alert> = {
    title: 'Link',
    cell: (alert) => (
      <button
        type="button"
        class="button small over-row"
        disabled={busy}
        aria-label={`Unlink ${alert.rule.title}`}
        onClick={() => onUnlink?.(alert.alert_id)}
      >
        Unlink
      </button>
    ),
  };
  return (
    <DataTable
      caption="Alerts of this case"
      columns={onUnlink ? [...columns, unlink] : columns}
      rows={alerts}
      keyOf={(alert) => alert.alert_id}
    />
  );
}
