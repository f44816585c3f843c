import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workbookIds } from '#shared/tenants/workbooks.ts';
import type { StandinServer } from '../../standins/server.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import {
  onboard,
  type Rehearsal,
  rehearseAzure,
  standinCredentials,
  startTestStandins,
} from '../../support/rehearsal.ts';

const { client_secret, ...registration } = standinCredentials.microsoft;
const azure = {
  ...registration,
  resource_group: 'rg-acme',
  workspace_name: 'law-acme',
  location: 'westeurope',
};
const admin = buildClaims('tenant_admin');
const app = {
  azure_tenant_id: registration.azure_tenant_id,
  client_id: registration.client_id,
  client_secret,
};

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());
beforeEach(() => standins.reset());

type Shown = { id: string; state: string; link: string | null };
const statesOf = (capabilities: Shown[]) =>
  Object.fromEntries(capabilities.map(({ id, state }) => [id, state]));

async function onboarded(): Promise<Rehearsal> {
  const rehearsal = rehearseAzure(standins);
  await onboard(rehearsal, { platforms: ['sentinel'], azure, workbooks: [] });
  return rehearsal;
}
const read = async ({ ports }: Rehearsal) =>
  (await callApi(ports, 'GET /api/v1/onboarding/defender', { as: admin })).body.capabilities as Shown[];

describe('Defender', () => {
  it('shows what was verified, what is not configured yet, and what only the portal can do', async () => {
    const capabilities = await read(await onboarded());
    expect(statesOf(capabilities)).toEqual({
      endpoint: 'verified',
      alerts: 'verified',
      edr: 'not_configured',
      asr: 'not_configured',
      automated_investigation: 'portal_only',
    });
    expect(capabilities.at(-1)?.link).toMatch(/^https:\/\/security\.microsoft\.com\//);
  });

  it('tells a missing consent from a missing licence', async () => {
    const rehearsal = await onboarded();
    standins.reset({ azure: { consented: [] } });
    expect(statesOf(await read(rehearsal))).toMatchObject({
      endpoint: 'needs_consent',
      alerts: 'needs_consent',
      edr: 'needs_consent',
      asr: 'needs_consent',
    });
    standins.reset({ azure: { licences: [] } });
    expect(statesOf(await read(rehearsal))).toMatchObject({
      endpoint: 'needs_licence',
      alerts: 'verified',
      edr: 'needs_licence',
      asr: 'needs_licence',
    });
  });

  it('is configured as a run of its own, with automated investigation and ASR always selected', async () => {
    const rehearsal = await onboarded();
    const call = { as: admin, body: app };
    const answer = await callApi(rehearsal.ports, 'POST /api/v1/onboarding/defender/configure', call);
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body.run.steps.map(({ step }: { step: string }) => step)).toEqual([
      'defender-edr',
      'defender-asr',
    ]);
    expect(answer.text).not.toContain(client_secret);
    const off = { ...app, asr: false };
    const refused = await callApi(rehearsal.ports, 'POST /api/v1/onboarding/defender/configure', {
      as: admin,
      body: off,
    });
    expect(refused.status).toBe(400);
  });

  it('is refused before the tenant was set up', async () => {
    const { ports } = rehearseAzure(standins);
    await ports.tenants.create(
      'acme' as never,
      (await onboarded()).state.tenants.get('acme') as never,
      {} as never,
    );
    const answer = await callApi(ports, 'POST /api/v1/onboarding/defender/configure', {
      as: admin,
      body: app,
    });
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  });
});

describe('the workbooks', () => {
  const list = async ({ ports }: Rehearsal) =>
    (await callApi(ports, 'GET /api/v1/onboarding/sentinel/workbooks', { as: admin })).body.items as {
      id: string;
      state: string;
    }[];

  it('are five, and each says whether Azure has it', async () => {
    const rehearsal = await onboarded();
    expect((await list(rehearsal)).map(({ id, state }) => [id, state])).toEqual(
      workbookIds.map((id) => [id, 'missing']),
    );
    await onboard(rehearsal, { platforms: ['sentinel'], azure, workbooks: ['compliance'] });
    const states = Object.fromEntries((await list(rehearsal)).map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ compliance: 'deployed', 'soc-overview': 'missing' });
  });

  it('are deployed as a run of their own', async () => {
    const rehearsal = await onboarded();
    const answer = await callApi(rehearsal.ports, 'POST /api/v1/onboarding/sentinel/workbooks/deploy', {
      as: admin,
      body: { workbooks: ['soc-overview'] },
    });
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body.steps.map(({ step }: { step: string }) => step)).toEqual(['sentinel-workbooks']);
    const runs = await rehearsal.ports.journal.runs('acme' as never);
    expect(runs.map(({ setup }) => setup.workbooks)).toContainEqual(['soc-overview']);
  });
});
