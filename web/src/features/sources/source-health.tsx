import { getHealth } from '../../api/sources.ts';
import { useApp } from '../../app/app-context.ts';
import { count } from '../../ui/format.ts';
import { Failure, Loading } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { usePolling } from '../../ui/use-polling.ts';
import { useResource } from '../../ui/use-resource.ts';

const REFRESH_MS = 5_000;

export function SourceHealthPanel({ sourceId }: { sourceId: string }) {
  const { api } = useApp();
  const health = useResource((signal) => getHealth(api, sourceId, signal), [api, sourceId]);
  usePolling(
    async (signal) => {
      const fresh = await getHealth(api, sourceId, signal).catch(() => null);
      if (fresh && !signal.aborted) health.set(fresh);
    },
    REFRESH_MS,
    [api, sourceId],
  );
  const data = health.data;
  if (!data)
    return health.error ? (
      <Failure error={health.error} retry={health.reload} />
    ) : (
      <Loading what="the health" />
    );
  return (
    <section class="figures" aria-label="Health">
      <div class="figure">
        <span class="figure-name">Events</span>
        <span class="figure-value">{count(data.events)}</span>
        <span class="muted">
          last <Time at={data.last_event_at} relative />
        </span>
      </div>
      <div class={data.failed > 0 ? 'figure figure-bad' : 'figure'}>
        <span class="figure-name">Unreadable</span>
        <span class="figure-value">{count(data.failed)}</span>
        <span class="muted">
          last <Time at={data.last_failure_at} relative />
        </span>
        {data.last_failure_reason && <span class="figure-note">{data.last_failure_reason}</span>}
      </div>
    </section>
  );
}
