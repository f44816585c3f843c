import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { workbookIds } from '#shared/tenants/workbooks.ts';
import type { StandinServer } from '../standins/server.ts';
import { type Disturbed, holdsWhileMaking, holdsWhileUndoing } from '../support/at-every-fault.ts';
import { faultsAt } from '../support/every-call.ts';
import { rehearseAzure, standinCredentials, startTestStandins } from '../support/rehearsal.ts';

/** The same as `onboarding.test.ts` for Microsoft's systems, on both paths. */
const { client_secret: _, ...registration } = standinCredentials.microsoft;
const azure = {
  ...registration,
  resource_group: 'rg-acme',
  workspace_name: 'law-acme',
  location: 'westeurope',
};
const group = `/subscriptions/${registration.subscription_id}/resourceGroups/rg-acme`;
const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/law-acme`;
const onboarded = `${workspace}/providers/Microsoft.SecurityInsights/onboardingStates/default`;
const other = `/subscriptions/${registration.subscription_id}/resourceGroups/rg-of-somebody`;

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());

/** Etags and ids count the writes, and policies stand in the order in which they were made. */
function states(): unknown {
  const { resources } = standins.standin('azure').state() as { resources: object };
  const { policies } = standins.standin('graph').state() as { policies: { name: string }[] };
  const sorted = policies.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const text = JSON.stringify([resources, sorted], (key, value) =>
    key === 'etag' || key === 'id' ? undefined : value,
  );
  return JSON.parse(text);
}

const disturbed = (setup: Disturbed['setup'], existing: Record<string, unknown>): Disturbed => ({
  standins,
  setup: { tenant_id: tenantIdSchema.parse('acme'), platforms: ['sentinel'], azure, ...setup },
  fresh() {
    standins.reset({ azure: { existing } });
    return rehearseAzure(standins);
  },
  states,
  faultsOf: (calls) => calls.flatMap(faultsAt),
});
const greenfield = () =>
  disturbed({ workbooks: [...workbookIds], defender: true }, { [other]: { location: 'westeurope' } });
const existingSoc = () =>
  disturbed(
    { existing_soc: true, workbooks: ['soc-overview'] },
    {
      [group]: { location: 'westeurope' },
      [workspace]: { location: 'westeurope' },
      [onboarded]: {},
    },
  );

describe('a fault at any call of Microsoft’s', () => {
  it('on the greenfield path leaves nothing doubled, and nothing of ours once undone', async () => {
    expect(await holdsWhileMaking(greenfield())).toBeGreaterThan(480);
  });

  it('of the greenfield path’s undo leaves nothing of ours once it was started again', async () => {
    expect(await holdsWhileUndoing(greenfield())).toBeGreaterThan(120);
  });

  it('on the path of an existing SOC leaves what was there as it was', async () => {
    expect(await holdsWhileMaking(existingSoc())).toBeGreaterThan(120);
    expect(await holdsWhileUndoing(existingSoc())).toBeGreaterThan(30);
  });
});
