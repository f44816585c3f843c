import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { standingRun } from '#shared/tenants/provisioning/drift.ts';
import { newRun, retryRun, startRun, undoRun } from '#shared/tenants/provisioning/start-run.ts';
import type { StandinServer } from '../../standins/server.ts';
import { buildSetup } from '../../support/builders/setup.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { by, onboard, reasons, rehearse, startTestStandins, stepsOf, work } from '../../support/rehearsal.ts';

const acme = tenantIdSchema.parse('acme');
let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());
beforeEach(() => standins.reset());

const states = () =>
  Object.fromEntries(
    ['graylog', 'wazuh', 'opensearch', 'grafana'].map((one) => [one, standins.standin(one).state()]),
  );
const writes = () =>
  standins.calls.filter(({ method, path }) => method !== 'GET' && !path.includes('authenticate'));

describe('a greenfield onboarding on the open-source stack', () => {
  it('makes everything, reads it back, and is done', async () => {
    const rehearsal = rehearse(standins);
    const run = await onboard(rehearsal);
    expect(await reasons(rehearsal, run)).toEqual([]);
    expect(run.state).toBe('done');
    expect((await stepsOf(rehearsal, run)).map(({ state }) => state)).toEqual(run.steps.map(() => 'done'));
    expect(rehearsal.state.tenants.get('acme')?.status).toBe('active');
  });

  it('changes nothing when it is done once more', async () => {
    const rehearsal = rehearse(standins);
    await onboard(rehearsal);
    const before = structuredClone(states());
    standins.calls.length = 0;
    const second = await onboard(rehearsal);
    expect(second.state).toBe('done');
    expect(writes()).toEqual([]);
    expect(states()).toEqual(before);
    expect((await stepsOf(rehearsal, second)).map(({ outcome }) => outcome)).toEqual(
      second.steps.map(() => 'unchanged'),
    );
  });

  it('is undone without a trace, and can be done again', async () => {
    const rehearsal = rehearse(standins);
    const before = structuredClone(states());
    const run = await onboard(rehearsal);
    const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    expect(undone.state, JSON.stringify(await reasons(rehearsal, run))).toBe('undone');
    expect(states()).toEqual(before);
    expect([...rehearsal.state.secrets.keys()].filter((name) => name.startsWith('acme/'))).toEqual([]);
    const again = await onboard(rehearsal);
    expect(again.state).toBe('done');
  });

  it.each([
    ['with its retention', true],
    ['whose index has no retention yet', false],
  ])(
    'of a customer that was there before, %s, is undone all the same: the customer stays',
    async (_, hasPolicy) => {
      const rehearsal = rehearse(standins);
      const { ports, state } = rehearsal;
      const before = structuredClone(states());
      const { retention_days } = buildSetup();
      state.tenants.set(acme, buildTenant(acme, { retention_days }));
      await ports.search.ensureTenant(acme, retention_days);
      const inspect = ports.search.inspectTenant;
      ports.search.inspectTenant = async (tenantId) => {
        const found = await inspect(tenantId);
        return { ...found, policy: found.policy && (hasPolicy || state.ensured.length > 1) };
      };
      const run = await onboard(rehearsal);
      expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
      const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
      expect(undone.state, JSON.stringify(await reasons(rehearsal, run))).toBe('undone');
      expect(states()).toEqual(before);
      expect(state.tenants.get(acme)?.status).toBe('active');
    },
  );

  it('stands as before once a later run over it is undone, which had only seen to it', async () => {
    const rehearsal = rehearse(standins);
    const first = await onboard(rehearsal);
    const before = structuredClone(states());
    const now = new Date(rehearsal.state.now.getTime() + 60_000);
    const asked = { by, requestId: 'request-2', now, newId: 'repair' };
    const repair = newRun(rehearsal.starter, first.setup, 'repair', asked);
    const repaired = await work(rehearsal, await startRun(rehearsal.starter, repair));
    const undone = await work(rehearsal, await undoRun(rehearsal.starter, repaired, { by }));
    expect(undone.state, JSON.stringify(await reasons(rehearsal, repaired))).toBe('undone');
    expect(states()).toEqual(before);
    expect((await standingRun(rehearsal.engine, first.tenant_id))?.run_id).toBe(first.run_id);
  });

  it('is expected as a whole after a run over a part of it, until it is itself taken back', async () => {
    const rehearsal = rehearse(standins);
    const first = await onboard(rehearsal);
    const now = new Date(rehearsal.state.now.getTime() + 60_000);
    const asked = { by, requestId: 'request-2', now, newId: 'part' };
    const whole = newRun(rehearsal.starter, first.setup, 'repair', asked);
    const part = { ...whole, steps: ['grafana-dashboards'] };
    const done = await work(rehearsal, await startRun(rehearsal.starter, part));
    const standing = await standingRun(rehearsal.engine, first.tenant_id);
    expect(standing?.run_id).toBe(part.run_id);
    expect([...(standing?.steps ?? [])].sort()).toEqual([...first.steps].sort());
    await work(rehearsal, await undoRun(rehearsal.starter, done, { by }));
    expect((await standingRun(rehearsal.engine, first.tenant_id))?.run_id).toBe(first.run_id);
    await work(rehearsal, await undoRun(rehearsal.starter, first, { by }));
    expect(await standingRun(rehearsal.engine, first.tenant_id)).toBeNull();
  });

  it('goes on where it stopped once what was broken is mended', async () => {
    const rehearsal = rehearse(standins);
    standins.faults.arm({
      vendor: 'graylog',
      method: 'POST',
      path: '/streams$',
      moment: 'before',
      kind: '500',
      times: 99,
    });
    const broken = await onboard(rehearsal);
    expect(broken.state).toBe('failed');
    const failed = (await stepsOf(rehearsal, broken)).filter(({ state }) => state === 'failed');
    expect(failed.map(({ step }) => step)).toEqual(['graylog-stream']);
    standins.faults.clear();
    const mended = await work(rehearsal, await retryRun(rehearsal.starter, broken, { by }));
    expect(mended.state, JSON.stringify(await reasons(rehearsal, mended))).toBe('done');
  });
});
