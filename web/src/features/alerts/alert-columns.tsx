import type { Alert } from '#shared/schema/alert.ts';
import type { Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/format.ts';
import { GroupText } from '../../ui/group-text.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';

/** The columns that every table of alerts has between its severity and its own. */
export const alertColumns: readonly Column<Alert>[] = [
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
];
