import { useCallback, useRef, useState } from 'preact/hooks';

/** Text for screen readers, and how to set it. The same words twice are still two announcements. */
export function useAnnouncer(): [string, (text: string) => void] {
  const [text, setText] = useState('');
  const odd = useRef(false);
  const announce = useCallback((next: string) => {
    odd.current = !odd.current;
    setText(odd.current ? next : `${next}\u00a0`);
  }, []);
  return [text, announce];
}

export function Announcer({ text }: { text: string }) {
  return (
    <div class="visually-hidden" aria-live="polite" aria-atomic="true" data-testid="announcer">
      {text}
    </div>
  );
}
