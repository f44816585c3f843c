import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoverSources } from '#shared/datasources/discover-sources.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { StandinServer } from '../../standins/server.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildSource } from '../../support/builders/source.ts';
import {
  onboard,
  type Rehearsal,
  rehearseAzure,
  standinCredentials,
  startTestStandins,
} from '../../support/rehearsal.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const acme = tenantIdSchema.parse('acme');
const route = 'POST /api/v1/onboarding/datasources/discover';
const kind = (
  source_id: string,
  product: string[],
  service: string[] = [],
  category: string[] = [],
): EventKind => ({
  source_id,
  logsource: { product, service, category },
  fields: [],
  last_seen_at: '2026-11-22T08:00:00.000Z',
});

describe('discovering what already arrives', () => {
  const discover = async (
    kinds: EventKind[],
    sources = [buildSource('acme', { source_id: 's1', name: 'Collector' })],
  ) => {
    const fake = makeTwoTenants();
    fake.state.kinds.set('acme', kinds);
    for (const source of sources) fake.state.sources.set(`acme#${source.source_id}`, source);
    return callApi(fake.ports, route, { as: buildClaims('tenant_admin') });
  };

  it('proposes the vendors whose events come without a label, with what was seen', async () => {
    const { status, body } = await discover([kind('s1', ['okta'], ['okta']), kind('user', ['windows'])]);
    expect(status).toBe(200);
    expect(body.items.map(({ template_id }: { template_id: string }) => template_id).sort()).toEqual([
      'okta',
      'windows-events',
    ]);
    expect(body.items[0]).toMatchObject({ confidence: 0.95, already_connected: false });
    const okta = body.items.find((one: { template_id: string }) => one.template_id === 'okta');
    expect(okta.evidence).toEqual(['events of okta okta, from Collector, last at 2026-11-22T08:00:00.000Z']);
  });

  it('says nothing of sources that have their label', async () => {
    const labelled = buildSource('acme', { source_id: 's1', connector: 'okta' });
    expect((await discover([kind('s1', ['okta'])], [labelled])).body.items).toEqual([]);
  });

  it('is less sure where only the kind of device shows', async () => {
    const { body } = await discover([kind('s1', [], [], ['dns'])]);
    expect(body.items).toHaveLength(1);
    expect(body.items[0].confidence).toBe(0.5);
  });

  it('says when a proposal is connected already', async () => {
    const connected = buildSource('acme', { source_id: 's2', connector: 'okta', template_id: 'okta' });
    const auto = buildSource('acme', { source_id: 's1' });
    const { body } = await discover([kind('s1', ['okta'])], [auto, connected]);
    expect(body.items[0]).toMatchObject({ template_id: 'okta', already_connected: true });
  });
});

describe('discovering in the connected workspace', () => {
  let standins: StandinServer;
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    standins = await startTestStandins();
    const { client_secret: _, ...registration } = standinCredentials.microsoft;
    const group = `/subscriptions/${registration.subscription_id}/resourceGroups/rg-acme`;
    const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/law-acme`;
    const sentinel = `${workspace}/providers/Microsoft.SecurityInsights`;
    const connector = (name: string, kindOf: string) => [
      `${sentinel}/dataConnectors/${name}`,
      { kind: kindOf, properties: { tenantId: registration.azure_tenant_id } },
    ];
    const existing = {
      [group]: { location: 'westeurope' },
      [workspace]: { location: 'westeurope' },
      [`${sentinel}/onboardingStates/default`]: {},
      ...Object.fromEntries([
        connector('00000000-0000-4000-8000-000000000001', 'Office365'),
        connector('00000000-0000-4000-8000-000000000002', 'SomethingNew'),
      ]),
    };
    standins.reset({ azure: { existing } });
    rehearsal = rehearseAzure(standins);
    const azure = {
      ...registration,
      resource_group: 'rg-acme',
      workspace_name: 'law-acme',
      location: 'westeurope',
    };
    await onboard(rehearsal, { existing_soc: true, platforms: ['sentinel'], azure });
  });
  afterAll(() => standins.close());

  const discover = () =>
    discoverSources({ ...rehearsal.ports, engine: rehearsal.engine }, acme, rehearsal.state.now);

  it('proposes what Sentinel’s data connectors bring', async () => {
    const { items, notes } = await discover();
    expect(notes).toEqual([]);
    expect(items).toEqual([
      {
        template_id: 'm365',
        confidence: 0.9,
        evidence: ['Sentinel’s data connector Office365 is connected'],
        already_connected: false,
      },
    ]);
  });

  it('says that it could not look when the workspace does not answer, and still answers', async () => {
    standins.faults.arm({ vendor: 'azure', path: 'dataConnectors', times: 9, moment: 'before', kind: '500' });
    const { notes } = await discover();
    expect(notes[0]).toMatch(/^The Sentinel workspace could not be read: /);
  });
});
