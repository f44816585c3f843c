import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undoRun } from '#shared/tenants/provisioning/start-run.ts';
import type { StandinServer } from '../standins/server.ts';
import { calmRun, type Disturbed, holdsWhileMaking, holdsWhileUndoing } from '../support/at-every-fault.ts';
import { faultsAt, type NthCall, told } from '../support/every-call.ts';
import { by, onboard, reasons, rehearse, startTestStandins, work } from '../support/rehearsal.ts';

/**
 * A fault at every call of an onboarding and of its undo in turn, before and after it took effect. The engine runs in
 * this process over real HTTP to the strict stand-ins, which is fast enough for all of them; the state machine's own
 * ways are in `test/system/onboarding-path-b.test.ts`. Other people's things stand in every system beforehand.
 */
const settings = {
  wazuh: {
    groups: {
      'Linux-acme':
        '<agent_config>\n  <!-- the operator wrote this -->\n  <sca><enabled>yes</enabled></sca>\n</agent_config>\n',
      'Linux-acme-old': '<agent_config>\n</agent_config>\n',
    },
  },
  grafana: { organisations: ['Somebody else'] },
  opensearch: {
    templates: { 'wazuh-other_': { index_patterns: ['wazuh-other__*'], priority: 200, template: {} } },
    security: { 'roles/other_reader': { cluster_permissions: [] } },
  },
  graylog: { prefixes: ['wazuh-other_'] },
};

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());

const vendors = ['graylog', 'wazuh', 'opensearch', 'grafana'];
const states = () =>
  Object.fromEntries(vendors.map((one) => [one, structuredClone(standins.standin(one).state())]));

const disturbed = (): Disturbed => ({
  standins,
  setup: {},
  fresh() {
    standins.reset(settings);
    return rehearse(standins);
  },
  states,
  faultsOf: (calls) => calls.flatMap(faultsAt),
});

const writes = (calls: readonly NthCall[]): NthCall[] =>
  calls.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/authenticate'));

describe('a fault at any call of another system', () => {
  it('leaves nothing doubled once the run was started again, and nothing of ours once it was undone', async () => {
    expect(await holdsWhileMaking(disturbed())).toBeGreaterThan(300);
  });

  it('that stays leaves nothing of ours once the broken run was undone', async () => {
    const { before, making } = await calmRun(disturbed());
    // Before it took effect there is nothing to leave behind.
    const faults = writes(making)
      .flatMap(faultsAt)
      .filter(({ moment }) => moment === 'after');
    for (const fault of faults) {
      const rehearsal = disturbed().fresh();
      standins.faults.arm({ ...fault, times: 50 });
      const run = await onboard(rehearsal);
      standins.faults.clear();
      const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
      expect(undone.state, `${told(fault)}: ${JSON.stringify(await reasons(rehearsal, run))}`).toBe('undone');
      expect(states(), told(fault)).toEqual(before);
    }
  });

  it('of an undo leaves nothing of ours once the undo was started again', async () => {
    expect(await holdsWhileUndoing(disturbed())).toBeGreaterThan(100);
  });
});
