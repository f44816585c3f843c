import { useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState<'no' | 'yes' | 'failed'>('no');
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setDone('yes'),
          () => setDone('failed'),
        );
      }}
    >
      <Icon name={done === 'yes' ? 'check' : 'copy'} />
      <span aria-live="polite">
        {done === 'yes' ? 'Copied' : done === 'failed' ? 'Select it and copy by hand' : `Copy ${what}`}
      </span>
    </button>
  );
}
