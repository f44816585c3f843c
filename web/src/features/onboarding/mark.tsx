import { Icon } from '../../ui/icon.tsx';

export type MarkState = 'pending' | 'waiting' | 'running' | 'done' | 'passed' | 'failed' | 'kept';

const texts: Readonly<Record<MarkState, string>> = {
  pending: 'Not started',
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  passed: 'Passed',
  failed: 'Failed',
  kept: 'Kept',
};

/** A sign in front of a line: done, failed, at work or not yet; in words for screen readers. */
export function Mark({ state }: { state: MarkState }) {
  const good = state === 'done' || state === 'passed';
  return (
    <span class={`mark mark-${good ? 'good' : state}`}>
      {good && <Icon name="check" />}
      {state === 'failed' && <Icon name="close" />}
      <span class="visually-hidden">{texts[state]}: </span>
    </span>
  );
}
