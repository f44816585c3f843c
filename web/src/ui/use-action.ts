import { useState } from 'preact/hooks';
import { type AppError, toAppError } from '../api/app-error.ts';

export type Action<A extends unknown[]> = {
  busy: boolean;
  error: AppError | null;
  /** True when it went well. */
  run(...args: A): Promise<boolean>;
  clear(): void;
};

/** One change at a time: busy while it runs, its error kept until the next try. */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  return {
    busy,
    error,
    clear: () => setError(null),
    async run(...args) {
      if (busy) return false;
      setBusy(true);
      setError(null);
      try {
        await act(...args);
        return true;
      } catch (reason) {
        setError(toAppError(reason));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
