import { deployWorkbooks, listWorkbooks, type Workbook, type WorkbookId } from '../../../api/microsoft.ts';
import type { Run } from '../../../api/onboarding.ts';
import { useApp } from '../../../app/app-context.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { ActionError, Failure, Loading } from '../../../ui/states.tsx';
import { useAction } from '../../../ui/use-action.ts';
import { useResource } from '../../../ui/use-resource.ts';

type Props = {
  sentinel: boolean;
  /** Null: all. */
  chosen: WorkbookId[] | null;
  onChosen(workbooks: WorkbookId[]): void;
  /** The tenant stands, so that workbooks can be deployed by themselves. */
  ready: boolean;
  onRun(run: Run): void;
  /** Read again when this changes. */
  version: string;
};

const states: Readonly<Record<Workbook['state'], { title: string; tone: Tone }>> = {
  deployed: { title: 'In your workspace', tone: 'good' },
  missing: { title: 'Not deployed', tone: 'medium' },
  no_sentinel: { title: 'As a Gatehouse page', tone: 'plain' },
  unknown: { title: 'Not known', tone: 'bad' },
};

export function WorkbookList({ sentinel, chosen, onChosen, ready, onRun, version }: Props) {
  const { api } = useApp();
  const books = useResource((signal) => listWorkbooks(api, signal), [api, version]);
  const items = books.data?.items ?? [];
  const ticked = chosen ?? items.map(({ id }) => id);
  const deploy = useAction(async () => onRun(await deployWorkbooks(api, ticked)));
  const some = items.some(({ id, state }) => ticked.includes(id) && state !== 'deployed');
  return (
    <section aria-labelledby="workbooks">
      <h3 id="workbooks">Workbooks</h3>
      <p class="muted">
        {sentinel
          ? 'Five ready pages. The chosen ones are put into your Sentinel workspace; all five are also here under Dashboards.'
          : 'Five ready pages, here under Dashboards. With Sentinel they would also be put into your workspace.'}
      </p>
      {books.data === null &&
        (books.error ? (
          <Failure error={books.error} retry={books.reload} />
        ) : (
          <Loading what="the workbooks" />
        ))}
      <ul class="workbooks">
        {items.map(({ id, title, description, state, reason }) => (
          <li key={id}>
            <label class="tick">
              <input
                type="checkbox"
                disabled={!sentinel}
                checked={ticked.includes(id)}
                onChange={(event) =>
                  onChosen(event.currentTarget.checked ? [...ticked, id] : ticked.filter((one) => one !== id))
                }
              />
              <span>
                <strong>{title}</strong> <small class="hint">{description}</small>
              </span>
            </label>
            <Badge tone={states[state].tone}>{states[state].title}</Badge>
            {reason && <p class="reason">{reason}</p>}
          </li>
        ))}
      </ul>
      {sentinel && ready && some && (
        <div class="actions">
          <button type="button" class="button" disabled={deploy.busy} onClick={() => void deploy.run()}>
            Deploy the chosen workbooks
          </button>
        </div>
      )}
      <ActionError error={deploy.error} />
    </section>
  );
}
