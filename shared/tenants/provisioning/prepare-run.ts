import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Finding, Owned, Run, System } from '#shared/schema/onboarding.ts';
import { prerequisites } from '#shared/tenants/prerequisites.ts';
import { apisFor, contextFor, type Engine } from '#shared/tenants/provisioning/engine.ts';
import { isOwnTrouble } from '#shared/tenants/provisioning/own-trouble.ts';
import { reasonOf } from '#shared/tenants/provisioning/reason.ts';
import type { Planned, Resource } from '#shared/tenants/provisioning/resource.ts';

export type PlannedStep = {
  step: string;
  title: string;
  system: System;
  needs: string[];
  objects: Planned[];
};
export type Plan = { steps: PlannedStep[]; findings: Finding[] };

/**
 * What a run would do and what is in its way. Reads only; nothing that it finds is an error of this call.
 * @throws DomainError `unavailable`, `rate_limited` where systems of ours could not answer.
 */
export async function planRun(engine: Engine, run: Run): Promise<Plan> {
  const owned = await engine.journal.owned(run.tenant_id);
  const apis = apisFor(engine, run);
  const members = engine.resources.filter(({ name }) => run.steps.includes(name));
  const systems = new Set(members.map(({ system }) => system));
  const checked = await Promise.all(
    prerequisites
      .filter(({ system }) => systems.has(system))
      .map(async ({ system, check }) => {
        try {
          return await check({ tenantId: run.tenant_id, setup: run.setup, systems: engine.systems, apis });
        } catch (error) {
          if (isOwnTrouble(error)) throw error;
          return [failedCheck(system, error)];
        }
      }),
  );
  const findings = checked.flat();
  const broken = new Set(
    findings.filter(({ ok, check }) => !ok && check === 'reachable').map(({ system }) => system),
  );
  const steps = await Promise.all(
    members.map(async (resource) => {
      const { objects, finding } = broken.has(resource.system)
        ? { objects: [], finding: null }
        : await planned(engine, run, resource, owned);
      findings.push(...(finding === null ? [] : [finding]), ...collisions(resource, objects));
      const needs = resource.needs.filter((name) => run.steps.includes(name));
      return { step: resource.name, title: resource.title, system: resource.system, needs, objects };
    }),
  );
  return { steps, findings };
}

/** Checks everything before the first create and writes down what was found. A finding that is not ok refuses the run. */
export async function prepareRun(
  engine: Engine,
  tenantId: TenantId,
  runId: string,
): Promise<{ ok: boolean }> {
  const run = await engine.journal.run(tenantId, runId);
  if (run === null) throw new DomainError('not_found', `There is no run ${runId}.`);
  const { findings } = await planRun(engine, run);
  const ok = findings.every((finding) => finding.ok);
  await engine.journal.updateRun(tenantId, { ...run, findings, version: run.version + 1 });
  return { ok };
}

async function planned(engine: Engine, run: Run, resource: Resource, owned: Owned[]) {
  try {
    const apis = apisFor(engine, run);
    return {
      objects: await resource.plan(contextFor(engine, run, resource, owned, { apis })),
      finding: null,
    };
  } catch (error) {
    if (isOwnTrouble(error)) throw error;
    return { objects: [], finding: failedCheck(resource.system, error) };
  }
}

function failedCheck(system: System, error: unknown): Finding {
  const detail = reasonOf(error);
  return { system, check: 'reachable', ok: false, detail, fix: 'Follow the advice above, then retry.' };
}

function collisions(resource: Resource, objects: readonly Planned[]): Finding[] {
  return objects
    .filter(({ action }) => action === 'collision')
    .map(({ object, reason }) => ({
      system: resource.system,
      check: 'name' as const,
      ok: false,
      detail: `${object} can't be made.`,
      fix: reason,
    }));
}
