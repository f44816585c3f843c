import { useState } from 'preact/hooks';
import { getTest, type SourceTest, startTest } from '../../../api/datasources.ts';
import { useApp } from '../../../app/app-context.ts';
import { type Action, useAction } from '../../../ui/use-action.ts';
import { usePolling } from '../../../ui/use-polling.ts';

const POLL_MS = 1_000;

export type Testing = {
  test: SourceTest | null;
  running: boolean;
  start: Action<['await' | 'send' | undefined]>;
};

/** One test of a source, followed to its end. */
export function useSourceTest(sourceId: string | null, onEnd: () => void): Testing {
  const { api } = useApp();
  const [test, setTest] = useState<SourceTest | null>(null);
  const running = test?.state === 'running';
  const start = useAction(async (mode: 'await' | 'send' | undefined) => {
    if (sourceId !== null) setTest(await startTest(api, sourceId, mode));
  });
  usePolling(
    async (signal) => {
      if (sourceId === null) return;
      // An answer that does not come is asked for again a second later.
      const now = await getTest(api, sourceId, signal).catch(() => null);
      if (now === null || signal.aborted) return;
      setTest(now);
      if (now.state !== 'running') onEnd();
    },
    running ? POLL_MS : 0,
    [sourceId, test?.test_id],
  );
  return { test, running, start };
}
