import { useState } from 'preact/hooks';
import type { Case } from '#shared/schema/case.ts';
import { listCases } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { useFilters } from '../../app/use-filters.ts';
import { Clip } from '../../ui/clip.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { count } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Severity } from '../../ui/severity.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { usePolling } from '../../ui/use-polling.ts';
import { CaseFilterBar, caseFilterNames } from './case-filters.tsx';
import { CreateCase } from './create-case.tsx';

/** Cases move slower than alerts. */
const REFRESH_MS = 10_000;

const columns: readonly Column<Case>[] = [
  { title: 'Severity', cell: (item) => <Severity level={item.severity} /> },
  {
    title: 'Case',
    kind: 'main',
    cell: (item) => (
      <a class="row-link" href={`/cases/${encodeURIComponent(item.case_id)}`}>
        {item.title}
      </a>
    ),
  },
  { title: 'Alerts', kind: 'number', cell: (item) => count(item.alert_ids.length) },
  { title: 'Status', cell: (item) => <StatusChip status={item.status} /> },
  {
    title: 'Assignee',
    cell: (item) => (item.assignee ? <Clip text={item.assignee} /> : <span class="muted">nobody</span>),
  },
  { title: 'Opened', cell: (item) => <Time at={item.created_at} relative /> },
  { title: 'Changed', cell: (item) => <Time at={item.updated_at} relative /> },
];

export function CasesPage() {
  const { api, me } = useApp();
  const filters = useFilters(caseFilterNames);
  const [creating, setCreating] = useState(false);
  const { status, severity, assignee, q } = filters.values;
  const inputs = [api, status, severity, assignee, q];
  const read = (cursor: string | null, signal: AbortSignal) =>
    listCases(api, { ...filters.values, cursor, limit: 50 }, signal);
  const pages = usePages<Case>(read, (item) => item.case_id, inputs);
  usePolling(
    async (signal) => {
      const page = await read(null, signal).catch(() => null);
      if (page && !signal.aborted) pages.refresh(page);
    },
    REFRESH_MS,
    inputs,
  );
  return (
    <>
      <PageHead title="Cases">
        {can(me.role, 'work') && (
          <button type="button" class="button primary" onClick={() => setCreating(true)}>
            <Icon name="plus" />
            Create case
          </button>
        )}
      </PageHead>
      <CaseFilterBar filters={filters} />
      <ListView
        what="cases"
        pages={pages}
        empty={
          filters.any
            ? { title: 'No case matches these filters.', text: <p>Clear them to see all cases.</p> }
            : {
                title: 'No cases yet.',
                text: <p>A case opens by itself with the first alert, or by hand.</p>,
              }
        }
      >
        {(items) => (
          <DataTable
            caption="Cases, newest first"
            columns={columns}
            rows={items}
            keyOf={(item) => item.case_id}
          />
        )}
      </ListView>
      {creating && <CreateCase onClose={() => setCreating(false)} />}
    </>
  );
}
