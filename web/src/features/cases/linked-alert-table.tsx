import type { Alert } from '#shared/schema/alert.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Severity } from '../../ui/severity.tsx';
import { Time } from '../../ui/time.tsx';
import { alertColumns } from '../alerts/alert-columns.tsx';

const columns: readonly Column<Alert>[] = [
  { title: 'Severity', cell: (alert) => <Severity level={alert.rule.level} /> },
  ...alertColumns,
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
