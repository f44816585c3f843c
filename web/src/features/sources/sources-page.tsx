import { useState } from 'preact/hooks';
import type { Source } from '#shared/schema/source.ts';
import { listSources } from '../../api/sources.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { words } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { CreateSource } from './create-source.tsx';

const columns: readonly Column<Source>[] = [
  {
    title: 'Source',
    kind: 'main',
    cell: (source) => (
      <a class="row-link" href={`/sources/${encodeURIComponent(source.source_id)}`}>
        {source.name}
      </a>
    ),
  },
  { title: 'Type', cell: (source) => words(source.source_type) },
  { title: 'Connector', cell: (source) => <code>{source.connector}</code> },
  { title: 'Status', cell: (source) => <StatusChip status={source.status} /> },
  { title: 'Created', cell: (source) => <Time at={source.created_at} /> },
];

export function SourcesPage() {
  const { api, me } = useApp();
  const [creating, setCreating] = useState(false);
  const pages = usePages<Source>(
    (cursor, signal) => listSources(api, { cursor, limit: 50 }, signal),
    (source) => source.source_id,
    [api],
  );
  const manage = can(me.role, 'manage-sources');
  return (
    <>
      <PageHead title="Sources">
        {manage && (
          <button type="button" class="button primary" onClick={() => setCreating(true)}>
            <Icon name="plus" />
            Create source
          </button>
        )}
      </PageHead>
      <ListView
        what="sources"
        pages={pages}
        empty={{
          title: 'No sources yet.',
          text: (
            <p>
              A source is one place that pushes events, such as a firewall or a directory.{' '}
              {manage
                ? 'Create one, give it a token, and push.'
                : 'An administrator of your organisation creates them.'}
            </p>
          ),
        }}
      >
        {(sources) => (
          <DataTable
            caption="Data sources"
            columns={columns}
            rows={sources}
            keyOf={(source) => source.source_id}
          />
        )}
      </ListView>
      {creating && <CreateSource onClose={() => setCreating(false)} />}
    </>
  );
}
