import type { Adaptation } from '../../api/adaptations.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { count, words } from '../../ui/format.ts';
import { Time } from '../../ui/time.tsx';
import { SampleList } from './sample-list.tsx';

const tones: Readonly<Record<Adaptation['state'], Tone>> = {
  proposed: 'medium',
  accepted: 'good',
  rejected: 'plain',
};

export const adaptationColumns: readonly Column<Adaptation>[] = [
  {
    title: 'Field',
    kind: 'main',
    cell: ({ field, renamed_from }) => (
      <>
        <code class="field-name">{field}</code>
        {renamed_from && (
          <span class="muted">
            {' '}
            in place of <code class="field-name">{renamed_from}</code>
          </span>
        )}
      </>
    ),
  },
  { title: 'Samples', kind: 'wide', cell: ({ samples }) => <SampleList samples={samples} /> },
  {
    title: 'Goes to',
    kind: 'wide',
    cell: ({ state, key, proposed_key, confidence, reason }) => {
      const shown = key ?? proposed_key;
      return (
        <>
          {shown === null ? <span class="muted">nothing proposed</span> : <code>{shown}</code>}
          {state !== 'accepted' && shown !== null && (
            <span class="muted"> {Math.round(confidence * 100)} % sure</span>
          )}
          <small class="hint">{reason}</small>
        </>
      );
    },
  },
  { title: 'Events, about', kind: 'number', cell: ({ count: times }) => count(times) },
  { title: 'Last seen', cell: ({ last_seen }) => <Time at={last_seen} relative /> },
  {
    title: 'State',
    cell: ({ state, decided_by }) => (
      <>
        <Badge tone={tones[state]}>{words(state)}</Badge>
        {decided_by && state !== 'proposed' && <small class="hint">by {decided_by}</small>}
      </>
    ),
  },
];
