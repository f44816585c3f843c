import { type Inputs, useEffect } from 'preact/hooks';

/** Runs `act` every `everyMs` after the last run ended, only while the page is looked at. 0 stops it. */
export function usePolling(
  act: (signal: AbortSignal) => Promise<void>,
  everyMs: number,
  inputs: Inputs,
): void {
  useEffect(() => {
    if (everyMs === 0) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = () => {
      clearTimeout(timer);
      if (!abort.signal.aborted && document.visibilityState === 'visible') timer = setTimeout(run, everyMs);
    };
    const run = () => act(abort.signal).finally(plan);
    plan();
    document.addEventListener('visibilitychange', plan);
    return () => {
      abort.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', plan);
    };
  }, [everyMs, ...inputs]);
}
