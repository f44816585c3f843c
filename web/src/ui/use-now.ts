import { useEffect, useState } from 'preact/hooks';

/** The time in Unix milliseconds, kept current every `everyMs`; 0 for the time of the first drawing only. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === 0) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
