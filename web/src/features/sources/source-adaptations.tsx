import { useState } from 'preact/hooks';
import type { Source } from '#shared/schema/source.ts';
import {
  type Adaptation,
  type AdaptationList,
  decideAdaptation,
  listAdaptations,
  type Replayed,
  replayAdaptations,
} from '../../api/adaptations.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { count } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ActionError } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useResource } from '../../ui/use-resource.ts';
import { AcceptAdaptation } from './accept-adaptation.tsx';
import { adaptationColumns } from './adaptation-columns.tsx';

/** The first time that anything to adapt came. */
const beginOf = (source: Source, { items }: AdaptationList): string =>
  items.map(({ first_seen }) => first_seen ?? source.created_at).sort()[0] ?? source.created_at;

const replayedText = ({ examined, changed, skipped }: Replayed): string =>
  `${count(changed)} of ${count(examined)} kept events were written anew.${
    skipped > 0 ? ` ${count(skipped)} were being changed at the same time: replay again.` : ''
  }`;

/** Fields that the source sends and its connector does not know: what is proposed for them, and what was decided. */
export function SourceAdaptations({ source }: { source: Source }) {
  const { api, me } = useApp();
  const sourceId = source.source_id;
  const [choosing, setChoosing] = useState<Adaptation | null>(null);
  const [replayed, setReplayed] = useState<Replayed | null>(null);
  const list = useResource((signal) => listAdaptations(api, sourceId, signal), [api, sourceId]);
  const decide = useAction(async (item: Adaptation, to: 'accept' | 'reject' | 'undo') => {
    await decideAdaptation(api, sourceId, item, to);
    list.reload();
  });
  const replay = useAction(async (from: string) => {
    setReplayed(null);
    setReplayed(await replayAdaptations(api, sourceId, from));
  });
  const reload = () => {
    setChoosing(null);
    decide.clear();
    list.reload();
  };
  const manage = can(me.role, 'manage-sources');
  const button = (item: Adaptation, title: string, onClick: () => void) => (
    <button
      type="button"
      class="button small"
      disabled={decide.busy}
      aria-label={`${title}: ${item.field}`}
      onClick={onClick}
    >
      {title}
    </button>
  );
  const action: Column<Adaptation> = {
    title: 'Decide',
    kind: 'wide',
    cell: (item) => (
      <div class="actions">
        {item.state === 'proposed' ? (
          <>
            {item.proposed_key !== null && button(item, 'Accept', () => void decide.run(item, 'accept'))}
            {button(item, 'Choose key', () => setChoosing(item))}
            {button(item, 'Reject', () => void decide.run(item, 'reject'))}
          </>
        ) : (
          button(item, 'Undo', () => void decide.run(item, 'undo'))
        )}
      </div>
    ),
  };
  return (
    <section aria-labelledby="adaptations">
      <header class="section-head">
        <h2 id="adaptations">Unknown and renamed fields</h2>
        {manage && list.data !== null && list.data.version > 0 && (
          <button
            type="button"
            class="button"
            disabled={replay.busy}
            onClick={() => list.data && void replay.run(beginOf(source, list.data))}
          >
            {replay.busy ? 'Replaying…' : 'Replay kept events'}
          </button>
        )}
      </header>
      <ActionError error={decide.error} reload={reload} />
      <ActionError error={replay.error} />
      <p role="status" class={replayed ? 'muted' : 'visually-hidden'}>
        {replayed ? replayedText(replayed) : ''}
      </p>
      <Loaded what="the fields" of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">Its connector knows every field that it sends.</p>
          ) : (
            <DataTable
              caption="Fields that the connector does not know"
              columns={manage ? [...adaptationColumns, action] : adaptationColumns}
              rows={items}
              keyOf={({ adaptation_id }) => adaptation_id}
            />
          )
        }
      </Loaded>
      {choosing && (
        <AcceptAdaptation
          sourceId={sourceId}
          item={choosing}
          onDone={reload}
          onClose={() => setChoosing(null)}
        />
      )}
    </section>
  );
}
