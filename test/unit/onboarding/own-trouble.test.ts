import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import type { Run } from '#shared/schema/onboarding.ts';
import { newRun, startRun } from '#shared/tenants/provisioning/start-run.ts';
import type { StandinServer } from '../../standins/server.ts';
import { buildSetup } from '../../support/builders/setup.ts';
import {
  by,
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

/** A run whose secret store can't answer the calls that `strikes` says, counted from 1. */
async function troubled(strikes: (call: number) => boolean): Promise<{ rehearsal: Rehearsal; run: Run }> {
  const rehearsal = rehearse(standins);
  const { engine, starter, state } = rehearsal;
  const { get } = engine.secrets;
  let asked = 0;
  engine.secrets.get = async (tenantId, name) => {
    if (strikes(++asked)) throw new DomainError('unavailable', 'The secret store is busy.');
    return get(tenantId, name);
  };
  const how = { by, requestId: 'request-1', now: state.now, newId: 'run1' };
  const started = await startRun(starter, newRun(starter, buildSetup(), 'onboard', how));
  // The state machine calls again what threw.
  for (let tries = 0; ; tries++) {
    try {
      return { rehearsal, run: await work(rehearsal, started) };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'unavailable' || tries === 12) throw error;
    }
  }
}

describe('trouble of our own', () => {
  it('at any call neither fails nor refuses a run', async () => {
    let calls = 0;
    for (let met = true; met; calls++) {
      standins.reset();
      met = false;
      const { rehearsal, run } = await troubled((call) => {
        met ||= call > calls;
        return call === calls + 1 || call === calls + 2;
      });
      expect([calls, run.state, await reasons(rehearsal, run)]).toEqual([calls, 'done', []]);
      expect((await stepsOf(rehearsal, run)).every(({ state }) => state === 'done')).toBe(true);
    }
    expect(calls).toBeGreaterThan(10);
  });

  it('that does not end fails its step after an hour of looking, in words', async () => {
    const begun = () => standins.calls.some(({ method }) => method === 'PUT');
    const { rehearsal, run } = await troubled(begun);
    expect(run.state).toBe('failed');
    expect((await reasons(rehearsal, run)).join(' ')).toContain('failed: The secret store is busy.');
  });
});
