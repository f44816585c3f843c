import { useMemo } from 'preact/hooks';
import type { AuditRecord } from '#shared/schema/audit.ts';
import { listAudit } from '../../api/audit.ts';
import { useApp } from '../../app/app-context.ts';
import { can, roleTitles } from '../../app/permissions.ts';
import { Clip } from '../../ui/clip.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { operationWords } from '../../ui/format.ts';
import { ListView } from '../../ui/list-view.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { AuditChange } from './audit-change.tsx';

/** The name under which the API keeps what belongs to no tenant (`PLATFORM_TENANT`). */
const PLATFORM = 'platform';

const columns: readonly Column<AuditRecord>[] = [
  { title: 'When', cell: (record) => <Time at={record.at} /> },
  {
    title: 'Who',
    cell: ({ actor }) => (
      <>
        <Clip text={actor.email ?? actor.id} />
        <br />
        <span class="muted">{actor.role === 'system' ? 'System' : roleTitles[actor.role]}</span>
      </>
    ),
  },
  {
    title: 'What',
    kind: 'main',
    cell: (record) => (
      <>
        {operationWords(record.action)}
        <br />
        <Clip code text={record.target} />
      </>
    ),
  },
  { title: 'Change', kind: 'wide', cell: (record) => <AuditChange record={record} /> },
  { title: 'Request', cell: (record) => <Clip code text={record.request_id} /> },
];

export function AuditPage() {
  const { me } = useApp();
  if (can(me.role, 'read-audit')) return <AuditTrail />;
  return (
    <>
      <PageHead title="Audit" />
      <Empty title="Your role does not read the audit trail.">
        <p>Auditors and administrators do.</p>
      </Empty>
    </>
  );
}

function AuditTrail() {
  const { api, clientFor, tenantId } = useApp();
  // Without a chosen tenant a platform_admin reads the operator's own trail.
  const client = useMemo(() => (tenantId === null ? clientFor(PLATFORM) : api), [api, clientFor, tenantId]);
  const pages = usePages<AuditRecord>(
    (cursor, signal) => listAudit(client, { cursor, limit: 50 }, signal),
    (record) => record.audit_id,
    [client],
  );
  return (
    <>
      <PageHead
        title="Audit"
        sub={
          <span class="muted">
            Every change in {tenantId ?? 'the platform'}, newest first. Nobody can alter it.
          </span>
        }
      >
        <button type="button" class="button" onClick={pages.reload}>
          Refresh
        </button>
      </PageHead>
      <ListView what="records" pages={pages} empty={{ title: 'Nothing has been changed yet.', text: null }}>
        {(records) => (
          <DataTable
            caption="Audit trail, newest first"
            columns={columns}
            rows={records}
            keyOf={(record) => record.audit_id}
          />
        )}
      </ListView>
    </>
  );
}
