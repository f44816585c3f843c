import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Setup } from '#shared/schema/onboarding.ts';
import { undoRun } from '#shared/tenants/provisioning/start-run.ts';
import { workbookIds } from '#shared/tenants/workbooks.ts';
import type { StandinServer } from '../../standins/server.ts';
import {
  by,
  onboard,
  reasons,
  rehearseAzure,
  standinCredentials,
  startTestStandins,
  stepsOf,
  work,
} from '../../support/rehearsal.ts';

const acme = tenantIdSchema.parse('acme');
const { client_secret: _, ...registration } = standinCredentials.microsoft;
const connection = {
  ...registration,
  resource_group: 'rg-acme',
  workspace_name: 'law-acme',
  location: 'westeurope',
};
const greenfield: Partial<Setup> = {
  platforms: ['sentinel'],
  azure: connection,
  workbooks: [...workbookIds],
  defender: true,
};
const group = `/subscriptions/${registration.subscription_id}/resourceGroups/rg-acme`;
const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/law-acme`;
const sentinel = `${workspace}/providers/Microsoft.SecurityInsights`;
const theirs = {
  [group]: { location: 'westeurope' },
  [workspace]: { location: 'westeurope' },
  [`${sentinel}/onboardingStates/default`]: {},
  [`${sentinel}/alertRules/7a1b2c3d-0000-4000-8000-0000000000aa`]: {
    kind: 'Scheduled',
    properties: { displayName: 'Scanning', enabled: true, techniques: ['T1595', 'nonsense'] },
  },
  [`${sentinel}/alertRules/7a1b2c3d-0000-4000-8000-0000000000ab`]: {
    kind: 'Scheduled',
    properties: { displayName: 'Off', enabled: false, techniques: ['T1059'] },
  },
};

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());
beforeEach(() => standins.reset());

const resources = () =>
  (standins.standin('azure').state() as { resources: Record<string, { kind?: string }> }).resources;
const states = () => structuredClone([standins.standin('azure').state(), standins.standin('graph').state()]);
const isWrite = ({ method, path }: { method: string; path: string }) =>
  method !== 'GET' && !path.includes('oauth2');

describe('a greenfield onboarding on Sentinel', () => {
  it('makes workspace, table, rule, role, connectors, rules, workbooks and policies, and is done', async () => {
    const rehearsal = rehearseAzure(standins);
    const run = await onboard(rehearsal, greenfield);
    expect(await reasons(rehearsal, run)).toEqual([]);
    expect(run.state).toBe('done');
    const paths = Object.keys(resources());
    expect(paths.filter((path) => path.includes('/workbooks/'))).toHaveLength(5);
    expect(paths.filter((path) => path.includes('/alertrules/')).length).toBeGreaterThan(3);
    expect(paths.some((path) => path.endsWith('/tables/socevents_cl'))).toBe(true);
    const { policies } = standins.standin('graph').state() as { policies: { name: string }[] };
    expect(policies.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['soc-acme-edr', 'soc-acme-asr']),
    );
  });

  it('changes nothing when it is done once more', async () => {
    const rehearsal = rehearseAzure(standins);
    await onboard(rehearsal, greenfield);
    const before = states();
    standins.calls.length = 0;
    const second = await onboard(rehearsal, greenfield);
    expect(second.state).toBe('done');
    expect(standins.calls.filter(isWrite)).toEqual([]);
    expect(states()).toEqual(before);
  });

  it('is undone without a trace', async () => {
    const rehearsal = rehearseAzure(standins);
    const run = await onboard(rehearsal, greenfield);
    const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    expect(undone.state, JSON.stringify(await reasons(rehearsal, run))).toBe('undone');
    expect(Object.keys(resources())).toEqual([]);
    expect(standins.standin('graph').state()).toEqual({ policies: [] });
  });

  it('keeps a resource group that was there before', async () => {
    standins.reset({ azure: { existing: { [group]: { location: 'westeurope' } } } });
    const rehearsal = rehearseAzure(standins);
    const run = await onboard(rehearsal, greenfield);
    expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
    await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    expect(Object.keys(resources())).toEqual([group.toLowerCase()]);
  });

  it('goes on without the rights that only a person can grant, and says what they have to do', async () => {
    standins.reset({ azure: { rights: ['contributor', 'sentinel'], consented: [], licences: [] } });
    const rehearsal = rehearseAzure(standins);
    const run = await onboard(rehearsal, greenfield);
    expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
    const waiting = (await stepsOf(rehearsal, run)).filter(({ state }) => state === 'needs_operator');
    expect(waiting.map(({ step }) => step).sort()).toEqual([
      'defender-asr',
      'defender-edr',
      'sentinel-collection-role',
      'sentinel-connectors',
      'sentinel-forwarding',
      'sentinel-ueba',
    ]);
    expect(waiting.every(({ reason }) => reason?.includes('retry'))).toBe(true);
  });

  it('is refused with the cause when the secret is wrong, before anything is made', async () => {
    const rehearsal = rehearseAzure(standins);
    rehearsal.state.secrets.set('acme/azure-client', 'another-secret');
    const run = await onboard(rehearsal, greenfield);
    expect(run.state).toBe('refused');
    expect((await reasons(rehearsal, run)).join()).toContain('The client secret is wrong');
    expect((await reasons(rehearsal, run)).join()).not.toContain('another-secret');
    expect(Object.keys(resources())).toEqual([]);
  });
});

describe('connecting an existing SOC', () => {
  const existing: Partial<Setup> = { ...greenfield, existing_soc: true, defender: false, workbooks: [] };

  it('reads its analytics rules into the coverage, makes the way in, and changes nothing else', async () => {
    standins.reset({ azure: { existing: theirs } });
    const rehearsal = rehearseAzure(standins);
    const run = await onboard(rehearsal, existing);
    expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
    const imported = await rehearsal.ports.content.importedRules(acme);
    expect(imported.map(({ title, enabled, techniques }) => [title, enabled, techniques])).toEqual([
      ['Scanning', true, ['T1595']],
      ['Off', false, ['T1059']],
    ]);
    const made = Object.keys(resources()).filter(
      (path) => !Object.keys(theirs).some((own) => own.toLowerCase() === path),
    );
    expect(made.map((path) => path.split('/').at(-2))).toEqual([
      'tables',
      'datacollectionrules',
      'roleassignments',
    ]);
    await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    expect(Object.keys(resources()).sort()).toEqual(
      Object.keys(theirs)
        .map((path) => path.toLowerCase())
        .sort(),
    );
    expect(await rehearsal.ports.content.importedRules(acme)).toEqual([]);
  });

  it('is refused where the workspace does not exist, or is another than the named one', async () => {
    const rehearsal = rehearseAzure(standins);
    const missing = await onboard(rehearsal, existing);
    expect(missing.state).toBe('refused');
    expect((await reasons(rehearsal, missing)).join()).toContain('There is no resource group rg-acme');
    standins.reset({ azure: { existing: theirs } });
    const other = await onboard(rehearsal, {
      ...existing,
      sentinel_workspace_id: '7a1b2c3d-0000-4000-8000-0000000000ff',
    });
    expect((await reasons(rehearsal, other)).join()).toContain('is not that of the workspace');
  });
});
