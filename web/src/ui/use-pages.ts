import { type Inputs, useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type AppError, toAppError } from '../api/app-error.ts';
import type { Page } from '../api/client.ts';
import { layOver } from './lay-over.ts';

export type Pages<T> = {
  /** Null until the first page is there. */
  items: T[] | null;
  more: boolean;
  loading: boolean;
  error: AppError | null;
  loadMore(): void;
  reload(): void;
  /** Lays a newly read first page over what is shown. */
  refresh(fresh: Page<T>): void;
};

type Load<T> = (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>;

/**
 * A list that grows by its cursor, and starts again whenever `inputs` change. A changed `version` reads it again too,
 * but keeps what is shown until the answer is there.
 */
export function usePages<T>(
  load: Load<T>,
  keyOf: (item: T) => string,
  inputs: Inputs,
  version = 0,
): Pages<T> {
  const [page, setPage] = useState<Page<T> | null>(null);
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<AppError | null>(null);
  const [round, setRound] = useState(0);
  const abort = useRef(new AbortController());

  async function loadPage(cursor: string | null, signal: AbortSignal): Promise<void> {
    setLoading(true);
    setError(null);
    try {
      const got = await load(cursor, signal);
      if (signal.aborted) return;
      setPage((shown) =>
        cursor === null ? got : { items: [...(shown?.items ?? []), ...got.items], next: got.next },
      );
      setLoading(false);
    } catch (reason) {
      if (signal.aborted) return;
      setError(toAppError(reason));
      setLoading(false);
    }
  }

  useEffect(() => setPage(null), inputs);

  useEffect(() => {
    abort.current = new AbortController();
    void loadPage(null, abort.current.signal);
    return () => abort.current.abort();
  }, [...inputs, round, version]);

  const key = useRef(keyOf);
  const refresh = useCallback(
    (fresh: Page<T>) => setPage((shown) => (shown ? layOver(shown, fresh, key.current) : fresh)),
    [],
  );
  const reload = useCallback(() => setRound((n) => n + 1), []);
  return {
    items: page?.items ?? null,
    more: page !== null && page.next !== null,
    loading,
    error,
    loadMore: () => void loadPage(page?.next ?? null, abort.current.signal),
    reload,
    refresh,
  };
}
