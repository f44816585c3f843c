import { type Healing, listHealings } from '../../api/datasources.ts';
import { useApp } from '../../app/app-context.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { shown, words } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Time } from '../../ui/time.tsx';
import { useResource } from '../../ui/use-resource.ts';

const tones: Readonly<Record<Healing['result'], Tone>> = {
  repaired: 'good',
  failed: 'medium',
  gave_up: 'bad',
};

const pictureText = (picture: Healing['before']): string =>
  Object.entries(picture)
    .map(([name, value]) => `${words(name)}: ${shown(value)}`)
    .join(', ');

const columns: readonly Column<Healing>[] = [
  { title: 'Problem', kind: 'main', cell: ({ problem }) => problem },
  { title: 'What was done', kind: 'wide', cell: ({ action }) => action },
  {
    title: 'Before and after',
    kind: 'wide',
    cell: ({ before, after }) => `${pictureText(before)} → ${pictureText(after)}`,
  },
  {
    title: 'Result',
    cell: ({ result, case_id }) => (
      <>
        <Badge tone={tones[result]}>{words(result)}</Badge>{' '}
        {case_id && <a href={`/cases/${encodeURIComponent(case_id)}`}>Open case</a>}
      </>
    ),
  },
  { title: 'When', cell: ({ at }) => <Time at={at} /> },
];

/** What Gatehouse put right by itself, newest first. */
export function HealingLog() {
  const { api } = useApp();
  const log = useResource((signal) => listHealings(api, signal), [api]);
  return (
    <section aria-labelledby="healing">
      <h2 id="healing">What Gatehouse put right by itself</h2>
      <Loaded what="the log" of={log}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">Nothing needed it yet.</p>
          ) : (
            <DataTable
              caption="Repairs, newest first"
              columns={columns}
              rows={items}
              keyOf={({ id }) => id}
            />
          )
        }
      </Loaded>
    </section>
  );
}
