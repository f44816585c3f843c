import type { SourceTest } from '../../../api/datasources.ts';
import { words } from '../../../ui/format.ts';
import { useNow } from '../../../ui/use-now.ts';
import { Mark } from '../mark.tsx';
import { stageTitles } from './template-words.ts';

/** The stages of a test as they come true, with the time that is left, and the reason where it failed. */
export function SourceTestView({ test }: { test: SourceTest }) {
  const now = useNow(test.state === 'running' ? 1_000 : 0);
  const left = test.deadline_at
    ? Math.max(0, Math.round((new Date(test.deadline_at).getTime() - now) / 1000))
    : null;
  return (
    <div class="source-test">
      <ol class="marks">
        {test.stages.map(({ stage, state, detail }) => (
          <li key={stage}>
            <Mark state={state === 'pending' && test.state === 'running' ? 'waiting' : state} />
            {stageTitles[stage] ?? words(stage)}
            {detail && state !== 'failed' && <span class="muted"> {detail}</span>}
          </li>
        ))}
      </ol>
      {test.state === 'running' && left !== null && (
        <p class="muted" role="timer">
          {test.mode === 'await' ? 'Send an event from the source now. ' : ''}
          {left} s left.
        </p>
      )}
      {test.state === 'failed' && (
        <p class="reason">
          {test.reason} {test.fix && <strong>{test.fix}</strong>}
        </p>
      )}
    </div>
  );
}
