import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import { listTimeline } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Time } from '../../ui/time.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { CommentForm } from './comment-form.tsx';
import { changeTexts, headline } from './timeline-text.ts';

/** The case's story, oldest first, with the comment form where the next line will be. */
export function Timeline({ item }: { item: Case }) {
  const { api, me } = useApp();
  const pages = usePages<TimelineEntry>(
    (cursor, signal) => listTimeline(api, item.case_id, { cursor, limit: 200 }, signal),
    (entry) => entry.entry_id,
    [api, item.case_id],
    item.version,
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
      {entry.text && <p class="entry-text">{entry.text}</p>}
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
