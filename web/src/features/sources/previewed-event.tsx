import type { PreviewedEvent } from '../../api/source-reading.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Time } from '../../ui/time.tsx';

type Field = PreviewedEvent['fields'][number];

const textOf = (value: Field['value']): string => (Array.isArray(value) ? value.join(', ') : String(value));

const columns: readonly Column<Field>[] = [
  { title: 'Field', kind: 'main', cell: ({ name }) => <code>{name}</code> },
  { title: 'Value', kind: 'wide', cell: ({ value }) => textOf(value) },
  {
    title: 'Made by',
    cell: ({ row }) =>
      row === null ? (
        <span class="muted">the connector</span>
      ) : (
        <span>{row.replace(/^mapping /, 'row ')}</span>
      ),
  },
];

type Props = { event: PreviewedEvent; onMap?: ((field: string) => void) | undefined };

export function PreviewedEventView({ event, onMap }: Props) {
  const { fields, unmapped } = event;
  const status = fields.find(({ name }) => name === 'parse.status')?.value;
  const notes = fields.find(({ name }) => name === 'parse.notes')?.value;
  return (
    <div class="stack" data-testid="previewed">
      <Facts
        items={[
          ['Time', <Time key="time" at={event.timestamp} />],
          ['Category', event.category],
          ['Severity', String(event.severity)],
          ['Actor', `${event.actor.type} ${event.actor.id}`],
          ['Target', `${event.target.type} ${event.target.id}`],
          ['Understood', status === 'full' ? 'in full' : 'in part'],
        ]}
      />
      {notes !== undefined && <p class="reason">{textOf(notes)}</p>}
      {unmapped.length > 0 && (
        <>
          <h3>Not mapped yet</h3>
          <p class="muted">Kept and searchable under the vendor's own names, but no rule knows them.</p>
          <ul class="unmapped">
            {unmapped.map(({ name, value }) => (
              <li key={name}>
                <code>{name}</code> <span class="muted">{textOf(value)}</span>
                {onMap && (
                  <button type="button" class="button small" onClick={() => onMap(name)}>
                    Map<span class="visually-hidden"> {name}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>All fields of the event</summary>
        <DataTable
          caption="Fields of the event"
          columns={columns}
          rows={fields.filter(({ name }) => name !== 'event.original')}
          keyOf={({ name }) => name}
        />
      </details>
    </div>
  );
}
