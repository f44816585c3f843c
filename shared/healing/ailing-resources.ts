import type { Ailment } from '#shared/healing/ailment.ts';
import type { TenantId } from '#shared/ids.ts';
import type { DriftLine } from '#shared/schema/drift.ts';
import type { Picture } from '#shared/schema/healing.ts';
import type { Run } from '#shared/schema/onboarding.ts';
import { checkDrift, standingRun } from '#shared/tenants/provisioning/drift.ts';
import { contextFor, type Engine } from '#shared/tenants/provisioning/engine.ts';
import { differsReason } from '#shared/tenants/provisioning/reason.ts';
import type { Resource } from '#shared/tenants/provisioning/resource.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/** What carries logs and can be put right without asking anybody. All other drift waits for a person's button. */
const healable: ReadonlySet<string> = new Set(['graylog-stream-start', 'wazuh-groups']);

/** Streams that stand still and groups that are gone, of tenants whose set-up was finished. */
export async function ailingResources(engine: Engine, tenantId: TenantId): Promise<Ailment[]> {
  const run = await standingRun(engine, tenantId);
  if (run === null || run.state !== 'done') return [];
  const members = engine.resources.filter(({ name }) => healable.has(name));
  const lines = await checkDrift({ ...engine, resources: members }, run);
  return lines.flatMap((line) => {
    const resource = members.find(({ name }) => name === line.step);
    if (resource === undefined || (line.state !== 'gone' && line.state !== 'differs')) return [];
    return [ailmentOf(engine, run, resource, line)];
  });
}

function ailmentOf(engine: Engine, run: Run, resource: Resource, line: DriftLine): Ailment {
  return {
    subject: `resource/${resource.name}`,
    source_id: null,
    resource: resource.name,
    title: `${resource.title} is not as it should be`,
    problem: line.differences.length > 0 ? differsReason(line.differences) : (line.reason ?? line.state),
    action: `Made sure of "${resource.title}" in ${resource.system} and read it back`,
    before: { state: line.state, ...fieldsOf(line) },
    cure: () => makeSure(engine, run, resource),
  };
}

async function makeSure(engine: Engine, run: Run, resource: Resource): Promise<Picture> {
  const context = () =>
    engine.journal.owned(run.tenant_id).then((all) => contextFor(engine, run, resource, all));
  await resource.ensure(await context());
  const left = await resource.verify(await context());
  if (left.length === 0) return { state: 'matches' };
  throw new VendorError(resource.system, 'refused', differsReason(left));
}

const fieldsOf = ({ differences }: DriftLine): Picture =>
  Object.fromEntries(
    differences
      .slice(0, 20)
      .map(({ object, field, actual }) => [`${object} ${field}`.trim(), String(actual)]),
  );
