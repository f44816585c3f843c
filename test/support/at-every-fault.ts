import { expect } from 'vitest';
import type { Setup } from '#shared/schema/onboarding.ts';
import { retryRun, undoRun } from '#shared/tenants/provisioning/start-run.ts';
import type { Fault } from '../standins/faults.ts';
import type { StandinServer } from '../standins/server.ts';
import { everyCall, type NthCall, told } from './every-call.ts';
import { by, onboard, type Rehearsal, reasons, work } from './rehearsal.ts';

/** One kind of onboarding to be disturbed. */
export type Disturbed = {
  standins: StandinServer;
  setup: Partial<Setup>;
  /** A product that knows nothing, beside stand-ins that hold other people's things. */
  fresh(): Rehearsal;
  /** All that the other systems hold, comparable between runs. */
  states(): unknown;
  faultsOf(calls: readonly NthCall[]): readonly Fault[];
};

/** What an undisturbed onboarding leaves, and the calls of it and of its undo. */
export async function calmRun({ standins, setup, fresh, states }: Disturbed) {
  const rehearsal = fresh();
  const before = states();
  const run = await onboard(rehearsal, setup);
  expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
  const after = states();
  const making = everyCall(standins.calls);
  standins.calls.length = 0;
  const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
  expect(undone.state, JSON.stringify(await reasons(rehearsal, run))).toBe('undone');
  expect(states()).toEqual(before);
  return { before, after, making, undoing: everyCall(standins.calls) };
}

/** A fault while things are made: once started again nothing is doubled, and once undone nothing of ours is left. */
export async function holdsWhileMaking(disturbed: Disturbed): Promise<number> {
  const { standins, setup, fresh, states, faultsOf } = disturbed;
  const { before, after, making } = await calmRun(disturbed);
  const faults = faultsOf(making);
  let struck = 0;
  for (const fault of faults) {
    const rehearsal = fresh();
    standins.faults.arm(fault);
    let run = await onboard(rehearsal, setup);
    if (standins.faults.waiting() === 0) struck++;
    for (let tries = 0; run.state !== 'done' && tries < 3; tries++) {
      run = await work(rehearsal, await retryRun(rehearsal.starter, run, { by }));
    }
    expect(run.state, `${told(fault)}: ${JSON.stringify(await reasons(rehearsal, run))}`).toBe('done');
    expect(states(), told(fault)).toEqual(after);
    const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    expect(undone.state, `${told(fault)}: ${JSON.stringify(await reasons(rehearsal, run))}`).toBe('undone');
    expect(states(), `undone after ${told(fault)}`).toEqual(before);
  }
  expect(struck).toBe(faults.length);
  return struck;
}

/** A fault while things are taken away: once started again nothing of ours is left. */
export async function holdsWhileUndoing(disturbed: Disturbed): Promise<number> {
  const { standins, setup, fresh, states, faultsOf } = disturbed;
  const { before, undoing } = await calmRun(disturbed);
  const faults = faultsOf(undoing);
  for (const fault of faults) {
    const rehearsal = fresh();
    const run = await onboard(rehearsal, setup);
    standins.faults.arm(fault);
    let undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    for (let tries = 0; undone.state !== 'undone' && tries < 3; tries++) {
      undone = await work(rehearsal, await undoRun(rehearsal.starter, undone, { by }));
    }
    expect(undone.state, `${told(fault)}: ${JSON.stringify(await reasons(rehearsal, run))}`).toBe('undone');
    expect(states(), told(fault)).toEqual(before);
  }
  return faults.length;
}
