import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { checkAllDrift } from '#shared/tenants/provisioning/check-all-drift.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';
import type { StandinServer } from '../../standins/server.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { onboard, type Rehearsal, rehearse, startTestStandins } from '../../support/rehearsal.ts';

const acme = tenantIdSchema.parse('acme');
let standins: StandinServer;
let rehearsal: Rehearsal;

beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());
beforeEach(async () => {
  standins.reset();
  rehearsal = rehearse(standins);
  expect((await onboard(rehearsal)).state).toBe('done');
});

const check = () => checkAllDrift(engineOf(rehearsal.ports), rehearsal.ports.tenants);
const shown = async () => {
  const as = buildClaims('auditor');
  const headers = { 'x-tenant-id': 'acme' };
  const query = { last: 'true' };
  return (await callApi(rehearsal.ports, 'GET /api/v1/onboarding/tenant/acme/drift', { as, headers, query }))
    .body as { checked_at: string; ok: boolean; resources: { step: string; state: string }[] };
};

describe('the daily check of drift', () => {
  it('keeps a report that the API shows until the next one, and does not look again for it', async () => {
    expect(await check()).toEqual({ matching: [acme], drifted: [], failed: [] });
    const checkedAt = rehearsal.state.now.toISOString();
    standins.standin('graylog').reset({});
    standins.calls.length = 0;
    expect(await shown()).toMatchObject({ ok: true, checked_at: checkedAt });
    expect(standins.calls).toEqual([]);
    rehearsal.state.now = new Date(rehearsal.state.now.getTime() + 86_400_000);
    expect(await check()).toEqual({ matching: [], drifted: [acme], failed: [] });
    const report = await shown();
    expect(report).toMatchObject({ ok: false, checked_at: rehearsal.state.now.toISOString() });
    const gone = report.resources.filter(({ state }) => state === 'gone').map(({ step }) => step);
    expect(gone).toEqual(expect.arrayContaining(['graylog-index-set', 'graylog-stream']));
  });

  it('calls unknown what could not be read, and says that the tenant drifted', async () => {
    standins.faults.arm({ vendor: 'grafana', moment: 'before', kind: '500', times: 999 });
    expect((await check()).drifted).toEqual([acme]);
    const states = (await shown()).resources
      .filter(({ step }) => step.startsWith('grafana'))
      .map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['unknown']));
  });

  it('goes on with the others when one tenant can’t be checked, and names it', async () => {
    const globex = tenantIdSchema.parse('globex');
    rehearsal.state.tenants.set(globex, buildTenant('globex'));
    rehearsal.state.tenants.set('initech', buildTenant('initech', { status: 'suspended' }));
    const { runs } = rehearsal.ports.journal;
    rehearsal.ports.journal.runs = async (tenantId) => {
      if (tenantId === globex) throw new Error('the table is down');
      return runs(tenantId);
    };
    expect(await check()).toEqual({ matching: [acme], drifted: [], failed: [globex] });
  });
});
