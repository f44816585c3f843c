import { useEffect, useState } from 'preact/hooks';
import { getDrift, repairDrift } from '../../api/checklist.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { plural } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ActionError } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useResource } from '../../ui/use-resource.ts';
import { DriftItem } from './drift-line.tsx';
import { RunView } from './run-view.tsx';
import { useRun, working } from './use-run.ts';

/** Everything that the setup made, compared with what is there now; one button mends it. `onRepaired`: when that ended. */
export function DriftPanel({ tenantId, onRepaired }: { tenantId: string; onRepaired(): void }) {
  const { api, me } = useApp();
  const status = useRun(tenantId);
  const repairing = status.run?.kind === 'repair' ? status.run : null;
  const drift = useResource((signal) => getDrift(api, tenantId, signal), [api, tenantId, repairing?.state]);
  const [begun, setBegun] = useState<string | null>(null);
  const repair = useAction(async () => {
    const run = await repairDrift(api, tenantId);
    setBegun(run.run_id);
    status.show(run);
  });
  const over = repairing !== null && repairing.run_id === begun && !working(repairing);
  useEffect(() => {
    if (over) onRepaired();
  }, [over]);
  return (
    <section aria-labelledby="drift">
      <h2 id="drift">What should be there, and what is</h2>
      <Loaded what="the systems" of={drift}>
        {({ run_id, resources, ok }) => {
          const wrong = resources.filter(({ state }) => state !== 'matches');
          if (run_id === null) return <p class="muted">Nothing was set up yet.</p>;
          return (
            <div class="panel stack">
              <p>
                {ok
                  ? `All ${resources.length} resources are as they should be.`
                  : `${plural(wrong.length, 'resource')} of ${resources.length} not as it should be.`}
              </p>
              {wrong.length > 0 && (
                <ul class="marks">
                  {wrong.map((line) => (
                    <DriftItem key={line.step} line={line} />
                  ))}
                </ul>
              )}
              {!ok && can(me.role, 'manage-sources') && (
                <div class="actions">
                  <button
                    type="button"
                    class="button primary"
                    disabled={repair.busy}
                    onClick={() => void repair.run()}
                  >
                    Repair
                  </button>
                </div>
              )}
            </div>
          );
        }}
      </Loaded>
      <ActionError error={repair.error} />
      {repairing && <RunView run={repairing} onChanged={status.show} />}
    </section>
  );
}
