import { useState } from 'preact/hooks';
import { type Gap, switchRule } from '../../api/coverage.ts';
import { useApp } from '../../app/app-context.ts';
import { Badge } from '../../ui/badge.tsx';
import { plural } from '../../ui/format.ts';
import { ActionError } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { gapText } from './coverage-words.ts';

/** Enough to choose from at once. */
const FIRST = 5;

type Props = { gaps: readonly Gap[]; onConnect(): void; onChanged(): void };

/** What to do next, what gains most first. */
export function GapList({ gaps, onConnect, onChanged }: Props) {
  const { api } = useApp();
  const [all, setAll] = useState(false);
  const switchOn = useAction(async (rules: readonly { id: string }[]) => {
    for (const { id } of rules) await switchRule(api, id, true);
    onChanged();
  });
  if (gaps.length === 0) return null;
  return (
    <section aria-labelledby="gaps">
      <h3 id="gaps">What to do next</h3>
      <ol class="gaps">
        {(all ? gaps : gaps.slice(0, FIRST)).map((gap) => {
          const { action, gain, techniques } = gap;
          return (
            <li key={JSON.stringify(action)} class="panel">
              <div class="section-head">
                <span class="gap-text">{gapText(gap)}</span>
                <Badge tone={gain > 0 ? 'good' : 'plain'}>
                  {gain > 0 ? `+${plural(gain, 'technique')}` : plural(techniques.length, 'technique')}
                </Badge>
              </div>
              <div class="actions">
                {action.do === 'connect_source' && (
                  <button type="button" class="button small" onClick={onConnect}>
                    Go to Data Sources
                  </button>
                )}
                {action.do === 'switch_on_rules' && (
                  <button
                    type="button"
                    class="button small"
                    disabled={switchOn.busy}
                    onClick={() => void switchOn.run(action.rules)}
                  >
                    Switch on
                  </button>
                )}
                <details>
                  <summary>{plural(techniques.length, 'technique')}</summary>
                  <p class="muted">{techniques.map(({ id, name }) => `${id} ${name}`).join(', ')}</p>
                </details>
              </div>
            </li>
          );
        })}
      </ol>
      {gaps.length > FIRST && !all && (
        <button type="button" class="button" onClick={() => setAll(true)}>
          Show all {gaps.length}
        </button>
      )}
      <ActionError error={switchOn.error} />
    </section>
  );
}
