import type { AppError } from '../../api/app-error.ts';
import { Icon } from '../../ui/icon.tsx';

type Props = {
  paused: boolean;
  updatedAt: number | null;
  trouble: AppError | null;
  onPause(paused: boolean): void;
};

/** Whether the list is live, and a way to hold it still while reading. */
export function LiveStatus({ paused, updatedAt, trouble, onPause }: Props) {
  const time = updatedAt === null ? '' : new Date(updatedAt).toLocaleTimeString('en-GB');
  return (
    <div class="live">
      <span class={paused || trouble ? 'live-dot live-off' : 'live-dot'} aria-hidden="true" />
      <span class="live-text" title={trouble?.message}>
        {trouble ? `Not live: ${trouble.message}` : paused ? `Paused at ${time}` : `Live, ${time}`}
      </span>
      <button type="button" class="button small" aria-pressed={paused} onClick={() => onPause(!paused)}>
        <Icon name={paused ? 'play' : 'pause'} />
        {paused ? 'Resume' : 'Pause'}
      </button>
    </div>
  );
}
