import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import { listTimeline } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Time } from '../../ui/time.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { usePolling } from '../../ui/use-polling.ts';
import { CommentForm } from './comment-form.tsx';
import { changeTexts, headline, saysMore } from './timeline-text.ts';

const REFRESH_MS = 5_000;

/** The case's story, oldest first, with the comment form where the next line will be. */
export function Timeline({ item }: { item: Case }) {
  const { api, me } = useApp();
  const inputs = [api, item.case_id];
  const read = (cursor: string | null, signal: AbortSignal) =>
    listTimeline(api, item.case_id, { cursor, limit: 200 }, signal);
  const pages = usePages<TimelineEntry>(read, (entry) => entry.entry_id, inputs, item.version);
  // Colleagues comment too. The case itself is left as it is under the hands: its lock tells who was first.
  usePolling(
    async (signal) => {
      const page = await read(null, signal).catch(() => null);
      if (page && !signal.aborted) pages.refresh(page);
    },
    REFRESH_MS,
    inputs,
  );
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <ListView what="entries" pages={pages} empty={{ title: 'Nothing has happened yet.', text: null }}>
        {(entries) => (
          <ol class="timeline">
            {entries.map((entry) => (
              <Entry key={entry.entry_id} entry={entry} />
            ))}
          </ol>
        )}
      </ListView>
      {can(me.role, 'work') && <CommentForm caseId={item.case_id} onAdded={pages.reload} />}
    </section>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const changes = changeTexts(entry);
  return (
    <li class={`entry entry-${entry.kind}`}>
      <p class="entry-head">
        <strong>{entry.by}</strong> {headline(entry)} <Time at={entry.at} />
      </p>
      {saysMore(entry) && <p class="entry-text">{entry.text}</p>}
      {changes.length > 0 && (
        <ul class="entry-changes">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
