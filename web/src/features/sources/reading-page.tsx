import { getSource } from '../../api/sources.ts';
import { useApp } from '../../app/app-context.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { ReadingEditor } from './reading-editor.tsx';

/** How the events of one source are read: its connector, what that is told, and a mapping of the tenant's own. */
export function ReadingPage({ id }: { id: string }) {
  const { api } = useApp();
  const source = useResource((signal) => getSource(api, id, signal), [api, id]);
  return (
    <>
      <PageHead
        title="How its events are read"
        sub={<a href={`/sources/${encodeURIComponent(id)}`}>{source.data?.name ?? 'The source'}</a>}
      />
      <Loaded what="the source" of={source}>
        {(data) => <ReadingEditor source={data} onSaved={source.set} />}
      </Loaded>
    </>
  );
}
