import { getSource } from '../../api/sources.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { Facts } from '../../ui/facts.tsx';
import { words } from '../../ui/format.ts';
import { lazyPage } from '../../ui/lazy-page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Failure, Loading } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { SourceActions } from './source-actions.tsx';
import { SourceHealthPanel } from './source-health.tsx';
import { SourceTokens } from './source-tokens.tsx';

const SourceAdaptations = lazyPage(() =>
  import('./source-adaptations.tsx').then((of) => of.SourceAdaptations),
);

export function SourcePage({ id }: { id: string }) {
  const { api, me } = useApp();
  const resource = useResource((signal) => getSource(api, id, signal), [api, id]);
  const source = resource.data;
  if (!source)
    return (
      <>
        <PageHead title="Source" sub={<a href="/sources">All sources</a>} />
        {resource.error ? (
          <Failure error={resource.error} retry={resource.reload} />
        ) : (
          <Loading what="the source" />
        )}
      </>
    );
  return (
    <>
      <PageHead
        title={source.name}
        sub={
          <>
            <a href="/sources">All sources</a> <StatusChip status={source.status} />
          </>
        }
      >
        {can(me.role, 'manage-sources') && (
          <SourceActions source={source} onChanged={resource.set} reload={resource.reload} />
        )}
      </PageHead>
      <SourceHealthPanel sourceId={source.source_id} />
      <section class="panel" aria-label="Facts">
        <Facts
          items={[
            ['Type', words(source.source_type)],
            [
              'Read by',
              <>
                <code>{source.connector}</code>{' '}
                <a href={`/sources/${encodeURIComponent(source.source_id)}/reading`}>Settings and mapping</a>
              </>,
            ],
            ['Source id', <code key="id">{source.source_id}</code>],
            ['Created', <Time key="created" at={source.created_at} />],
            ['Changed', <Time key="changed" at={source.updated_at} />],
          ]}
        />
      </section>
      <SourceAdaptations source={source} />
      <SourceTokens source={source} />
    </>
  );
}
