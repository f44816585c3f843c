import { useState } from 'preact/hooks';
import type { AppError } from '../../api/app-error.ts';
import { getStatus, type Run } from '../../api/onboarding.ts';
import { useApp } from '../../app/app-context.ts';
import { usePolling } from '../../ui/use-polling.ts';
import { useResource } from '../../ui/use-resource.ts';

const POLL_MS = 1_000;

export const working = (run: Pick<Run, 'state'>): boolean =>
  run.state === 'running' || run.state === 'stopping' || run.state === 'undoing';

export type RunStatus = {
  run: Run | null;
  loading: boolean;
  error: AppError | null;
  /** Shows what a change answered with. */
  show(run: Run): void;
  reload(): void;
};

/** The tenant's last run, asked for again while something works on it. */
export function useRun(tenantId: string): RunStatus {
  const { api } = useApp();
  const status = useResource((signal) => getStatus(api, tenantId, signal), [api, tenantId]);
  const [changed, setChanged] = useState<Run | null>(null);
  const run = changed ?? status.data?.run ?? null;
  usePolling(
    async (signal) => {
      // What does not answer now is asked again a second later; the page shows the last that it knows.
      const now = await getStatus(api, tenantId, signal).catch(() => null);
      if (now?.run && !signal.aborted) setChanged(now.run);
    },
    run !== null && working(run) ? POLL_MS : 0,
    [api, tenantId],
  );
  return {
    run,
    loading: status.loading && run === null,
    error: status.error,
    show: setChanged,
    reload: status.reload,
  };
}
