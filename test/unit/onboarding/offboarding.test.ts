import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkDrift, standingRun } from '#shared/tenants/provisioning/drift.ts';
import { engineOf } from '#shared/tenants/provisioning/engine.ts';
import { readOffboardRecord } from '#shared/tenants/provisioning/offboard-record.ts';
import { newOffboarding, startRun, undoRun } from '#shared/tenants/provisioning/start-run.ts';
import type { StandinServer } from '../../standins/server.ts';
import {
  by,
  onboard,
  type Rehearsal,
  reasons,
  rehearse,
  startTestStandins,
  stepsOf,
  work,
} from '../../support/rehearsal.ts';

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());
beforeEach(() => standins.reset());

async function offboard(rehearsal: Rehearsal) {
  const { starter, state, ports } = rehearsal;
  const [last] = await ports.journal.runs('acme' as never);
  if (last === undefined) throw new Error('nothing was onboarded');
  const asked = { by, requestId: 'request-2', now: state.now, newId: 'leaving' };
  const owned = await ports.journal.owned(last.tenant_id);
  const run = newOffboarding(starter, last.setup, owned, asked);
  return work(rehearsal, await startRun(starter, run));
}

describe('an off-boarding', () => {
  it('removes over all runs, proves it, and signs what it says', async () => {
    const rehearsal = rehearse(standins);
    await onboard(rehearsal);
    await onboard(rehearsal);
    const run = await offboard(rehearsal);
    expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
    const record = await readOffboardRecord(rehearsal.engine, run.tenant_id, run.run_id);
    expect(record?.valid).toBe(true);
    expect(record?.document.kept.map(({ step }) => step)).toEqual(['gatehouse-tenant']);
    expect(await rehearsal.ports.journal.owned(run.tenant_id)).toEqual([]);
  });

  it('shows a record that somebody changed as not ours', async () => {
    const rehearsal = rehearse(standins);
    await onboard(rehearsal);
    const run = await offboard(rehearsal);
    const stored = await rehearsal.ports.journal.record(run.tenant_id, run.run_id);
    await rehearsal.ports.journal.putRecord(
      run.tenant_id,
      run.run_id,
      (stored ?? '').replace('Graylog stream', 'Graylog dream'),
    );
    expect((await readOffboardRecord(rehearsal.engine, run.tenant_id, run.run_id))?.valid).toBe(false);
  });

  it('leaves a Grafana organisation that can’t be deleted renamed and to the operator, and ends', async () => {
    standins.reset({ grafana: { version: '13.1.0' } });
    const rehearsal = rehearse(standins);
    await onboard(rehearsal);
    const run = await offboard(rehearsal);
    expect(run.state).toBe('done');
    const step = (await stepsOf(rehearsal, run)).find((one) => one.step === 'grafana-organisation');
    expect(step).toMatchObject({
      state: 'needs_operator',
      reason: expect.stringContaining('deleted-acme-2'),
    });
    const { organisations } = standins.standin('grafana').state() as { organisations: { name: string }[] };
    expect(organisations.map(({ name }) => name)).toEqual(['Main Org.', 'deleted-acme-2']);
  });
});

describe('what was there before', () => {
  it('is adopted, stays when a run is undone, and is told', async () => {
    const xml = '<agent_config>\n  <sca><enabled>yes</enabled></sca>\n</agent_config>\n';
    standins.reset({
      wazuh: { groups: { 'Linux-acme': xml } },
      grafana: { organisations: ['gatehouse-acme'] },
    });
    const before = structuredClone([standins.standin('wazuh').state(), standins.standin('grafana').state()]);
    const rehearsal = rehearse(standins);
    const run = await onboard(rehearsal);
    expect(run.state).toBe('done');
    const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    expect(undone.state, JSON.stringify(await reasons(rehearsal, run))).toBe('undone');
    expect([standins.standin('wazuh').state(), standins.standin('grafana').state()]).toEqual(before);
    const kept = (await stepsOf(rehearsal, run))
      .filter(({ state }) => state === 'kept')
      .map(({ step }) => step);
    expect(kept).toEqual(expect.arrayContaining(['wazuh-groups', 'wazuh-labels', 'grafana-organisation']));
  });
});

describe('drift', () => {
  it('is none after an onboarding, and is found where a system does not answer', async () => {
    const rehearsal = rehearse(standins);
    const run = await onboard(rehearsal);
    const engine = engineOf(rehearsal.ports);
    expect((await standingRun(engine, run.tenant_id))?.run_id).toBe(run.run_id);
    expect((await checkDrift(engine, run)).filter(({ state }) => state !== 'matches')).toEqual([]);
    standins.faults.arm({ vendor: 'grafana', moment: 'before', kind: '500', times: 999 });
    const states = (await checkDrift(engine, run))
      .filter(({ system }) => system === 'grafana')
      .map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['unknown']));
  });
});
