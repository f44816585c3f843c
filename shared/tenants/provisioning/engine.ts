import type { TenantId } from '#shared/ids.ts';
import type { Journal } from '#shared/ports/journal.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';
import type { Owned, Run } from '#shared/schema/onboarding.ts';
import type { Systems } from '#shared/schema/systems.ts';
import { makeLedger } from '#shared/tenants/provisioning/ledger.ts';
import type { CorePorts, Resource, ResourceContext } from '#shared/tenants/provisioning/resource.ts';
import { makeVendorApis, type VendorApis } from '#shared/tenants/provisioning/vendor-apis.ts';
import { resources } from '#shared/tenants/resources.ts';
import type { VendorCalls } from '#shared/vendors/vendor-calls.ts';

/** What provisioning works with; `engineOf` makes it from a function's ports. */
export type Engine = {
  journal: Journal;
  secrets: SecretStore;
  systems: Systems;
  core: CorePorts;
  calls: VendorCalls;
  resources: readonly Resource[];
  newId(): string;
  newSecret(): string;
  /** Told of what nobody foresaw, for the function's log; a person is told only that it happened. */
  report(step: string, error: unknown): void;
};

export function engineOf(
  ports: Ports,
  report: Engine['report'] = () => {},
  family: readonly Resource[] = resources,
): Engine {
  return {
    journal: ports.journal,
    secrets: ports.secrets,
    systems: ports.systems,
    core: ports,
    calls: ports.vendorCalls,
    resources: family,
    newId: () => ports.newId(),
    newSecret: () => ports.newSecret(),
    report,
  };
}

/** The context of one resource in one run. `all` are the tenant's owned rows, shared by contexts made together. */
export function contextFor(
  engine: Engine,
  run: Run,
  resource: Resource,
  all: Owned[],
  options: { removing?: 'undo' | 'offboard'; apis?: VendorApis } = {},
): ResourceContext {
  const { journal, secrets, systems, core, calls } = engine;
  const tenantId = run.tenant_id;
  return {
    tenantId,
    setup: run.setup,
    runId: run.run_id,
    removing: options.removing ?? null,
    by: run.started_by,
    requestId: run.request_id,
    systems,
    apis: options.apis ?? apisFor(engine, run),
    core,
    secrets,
    ledger: makeLedger({
      journal,
      tenantId,
      step: resource.name,
      runId: run.run_id,
      all,
      ofRunOnly: options.removing === 'undo',
      now: calls.now,
    }),
    now: calls.now,
    random: calls.random,
    wait: calls.wait,
    newId: engine.newId,
    newSecret: engine.newSecret,
  };
}

export function apisFor(
  engine: Engine,
  { tenant_id: tenantId, setup }: { tenant_id: TenantId; setup: Run['setup'] | null },
): VendorApis {
  const { systems, secrets, calls } = engine;
  return makeVendorApis({
    tenantId,
    systems,
    secrets,
    calls,
    azure: setup?.azure ?? null,
    defenderApp: setup?.defender_app ?? null,
  });
}
