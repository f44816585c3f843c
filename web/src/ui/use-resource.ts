import { type Inputs, useCallback, useEffect, useState } from 'preact/hooks';
import { type AppError, toAppError } from '../api/app-error.ts';

export type Resource<T> = {
  data: T | null;
  error: AppError | null;
  loading: boolean;
  reload(): void;
  /** Shows a newer state that a change answered with. */
  set(data: T): void;
  /** Shows what was read again by itself, unless `newer` says that what is shown is newer. */
  offer(data: T, newer: (shown: T, offered: T) => boolean): void;
};

/** Loads something whenever `inputs` change; an answer that comes after the next question is dropped. */
export function useResource<T>(load: (signal: AbortSignal) => Promise<T>, inputs: Inputs): Resource<T> {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);

  useEffect(() => {
    setData(null);
    setError(null);
  }, inputs);

  useEffect(() => {
    const abort = new AbortController();
    setLoading(true);
    load(abort.signal).then(
      (value) => {
        if (abort.signal.aborted) return;
        setData(value);
        setError(null);
        setLoading(false);
      },
      (reason: unknown) => {
        if (abort.signal.aborted) return;
        setError(toAppError(reason));
        setLoading(false);
      },
    );
    return () => abort.abort();
  }, [...inputs, round]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const offer = useCallback(
    (offered: T, newer: (shown: T, offered: T) => boolean) =>
      setData((shown) => (shown !== null && newer(shown, offered) ? shown : offered)),
    [],
  );
  return { data, error, loading, reload, set: setData, offer };
}
