import type { TenantId } from '#shared/ids.ts';
import type { Run, RunState } from '#shared/schema/onboarding.ts';
import { sourceSecretName } from '#shared/schema/poll.ts';
import type { Engine } from '#shared/tenants/provisioning/engine.ts';
import { secretNames } from '#shared/tenants/provisioning/names.ts';
import { writeOffboardRecord } from '#shared/tenants/provisioning/offboard-record.ts';
import { proveGone } from '#shared/tenants/provisioning/prove-gone.ts';
import { existingRun } from '#shared/tenants/provisioning/start-run.ts';
import { nextUndoWave, nextWave, type Wave } from '#shared/tenants/provisioning/waves.ts';
import { allSources } from '#shared/tenants/validation/check.ts';

/** How an execution ended: what the waves came to, a prerequisite that failed, or a fault of the execution itself. */
export type RunEnd = NonNullable<Wave['end']> | 'refused';

const isBackwards = (run: Run): boolean => run.state === 'undoing' || run.kind === 'offboard';

/** What to do next in a run, read from the journal alone: an execution may begin anywhere. */
export async function nextOf(engine: Engine, tenantId: TenantId, runId: string): Promise<Wave> {
  const [run, steps] = await Promise.all([
    existingRun(engine.journal, tenantId, runId),
    engine.journal.steps(tenantId, runId),
  ]);
  const wave = isBackwards(run) ? nextUndoWave : nextWave;
  return wave(run, steps, engine.resources, engine.calls.now());
}

/** Writes down how it ended and gives up the tenant's place. */
export async function finishRun(
  engine: Engine,
  tenantId: TenantId,
  runId: string,
  end: RunEnd,
): Promise<Run> {
  const run = await existingRun(engine.journal, tenantId, runId);
  const taken = isBackwards(run) && end === 'done';
  const proven = taken && (await proveGone(engine, run));
  const endedAt = engine.calls.now().toISOString();
  if (proven && run.kind === 'offboard') {
    const sources = await allSources(engine.core, tenantId);
    const kept = sources.map(({ source_id }) => sourceSecretName(source_id));
    for (const name of [...Object.values(secretNames), ...kept]) await engine.secrets.remove(tenantId, name);
    await writeOffboardRecord(engine, run, endedAt);
  }
  const state: RunState = !taken ? end : !proven ? 'failed' : run.kind === 'offboard' ? 'done' : 'undone';
  const ended: Run = { ...run, state, ended_at: endedAt, version: run.version + 1 };
  await engine.journal.updateRun(tenantId, ended);
  return ended;
}
