// biome-ignore-all lint/a11y/noRedundantRoles: display:block on phones takes the implicit roles away
import { useState } from 'preact/hooks';
import type { Alert } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { Icon } from '../../ui/icon.tsx';
import { Empty } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { EventJson } from './event-json.tsx';
import { keyFields } from './key-fields.ts';
import { ExplanationPanel } from './why-matched.tsx';

type Group = Readonly<Record<string, string>>;
type Explanations = Alert['explanations'];
type Props = { events: readonly CanonicalEvent[]; group: Group; explanations: Explanations };

/** The events behind an alert: what matters in a row, everything one click away. */
export function EvidenceTable({ events, group, explanations }: Props) {
  if (events.length === 0) return <Empty title="This alert has no evidence events." />;
  return (
    <div class="table-box">
      <table class="data evidence" role="table">
        <caption class="visually-hidden">Events behind the alert, oldest first</caption>
        <thead role="rowgroup">
          <tr role="row">
            {['Time', 'Source', 'Actor', 'Target', 'Key fields', 'Event'].map((title) => (
              <th key={title} scope="col" role="columnheader">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {events.map((event) => (
            <EventRows
              key={event.event_id}
              event={event}
              group={group}
              explanations={explanations.filter(({ event_id }) => event_id === event.event_id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { event: CanonicalEvent; group: Group; explanations: Explanations };

function EventRows({ event, group, explanations }: RowProps) {
  const [open, setOpen] = useState(false);
  const id = `event-${event.event_id}`;
  return (
    <>
      <tr role="row">
        <td role="cell" data-label="Time">
          <Time at={event.timestamp} />
        </td>
        <td role="cell" data-label="Source">
          {event.source.system} <span class="muted">{event.category}</span>
        </td>
        <td role="cell" data-label="Actor">
          <Party type={event.actor.type} id={event.actor.id} marked={'actor.id' in group} />
        </td>
        <td role="cell" data-label="Target">
          <Party type={event.target.type} id={event.target.id} marked={'target.id' in group} />
        </td>
        <td role="cell" data-label="Key fields" class="cell-wide">
          <span class="key-fields">
            {keyFields(event, group).map(([field, value]) => (
              <span key={field} class={field in group ? 'key-field marked' : 'key-field'}>
                <span class="group-field">{field}</span> <code>{value}</code>
              </span>
            ))}
          </span>
        </td>
        <td role="cell" data-label="Event">
          <button
            type="button"
            class="button small"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <Icon name="chevron" />
            JSON
          </button>
        </td>
      </tr>
      {open && (
        <tr role="row" id={id} class="event-detail">
          <td role="cell" colSpan={6}>
            {explanations.map((explanation) => (
              <ExplanationPanel key={explanation.rule.id} explanation={explanation} />
            ))}
            <EventJson event={event} group={group} />
          </td>
        </tr>
      )}
    </>
  );
}

function Party({ type, id, marked }: { type: string; id: string; marked: boolean }) {
  return (
    <span title={type}>
      {marked ? (
        <mark>
          <code>{id}</code>
        </mark>
      ) : (
        <code>{id}</code>
      )}
    </span>
  );
}
