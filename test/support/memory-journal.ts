import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Journal } from '#shared/ports/journal.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';
import type { DriftReport } from '#shared/schema/drift.ts';
import { atWork, type Owned, type Run, type Step, type Wizard } from '#shared/schema/onboarding.ts';

type Versioned = { version: number };

function replace<T extends Versioned>(rows: Map<string, T>, key: string, row: T, noun: string): void {
  const stored = rows.get(key);
  if (stored === undefined) throw new DomainError('not_found', `There is no such ${noun}.`);
  if (stored.version !== row.version - 1)
    throw new DomainError('version_conflict', `The ${noun} was changed.`);
  rows.set(key, structuredClone(row));
}

/** The journal in memory, with the contract of `shared/ports/journal.ts` (`test/contract/journal.test.ts`). */
export function memoryJournal(): Journal {
  const runs = new Map<string, Run>();
  const steps = new Map<string, Step>();
  const owned = new Map<string, Owned>();
  const wizards = new Map<string, Wizard>();
  const drifts = new Map<string, DriftReport>();
  const records = new Map<string, string>();
  const places = new Map<string, string>();
  const of = <T>(rows: Map<string, T>, prefix: string): T[] =>
    [...rows.entries()].filter(([key]) => key.startsWith(prefix)).map(([, row]) => structuredClone(row));

  function take(tenantId: TenantId, run: Run): void {
    const holder = places.get(tenantId);
    if (holder !== undefined && holder !== run.run_id) {
      throw new DomainError('conflict', 'Another run of this tenant is at work.', { run_id: holder });
    }
    if (atWork(run)) places.set(tenantId, run.run_id);
    else places.delete(tenantId);
  }

  return {
    async begin(tenantId, run, list) {
      if (runs.has(`${tenantId}#${run.run_id}`))
        throw new DomainError('conflict', 'A run with this id exists.');
      take(tenantId, run);
      runs.set(`${tenantId}#${run.run_id}`, structuredClone(run));
      for (const step of list) steps.set(`${tenantId}#${run.run_id}#${step.step}`, structuredClone(step));
    },
    run: async (tenantId, runId) => structuredClone(runs.get(`${tenantId}#${runId}`) ?? null),
    runs: async (tenantId) => of(runs, `${tenantId}#`).sort((a, b) => b.run_id.localeCompare(a.run_id)),
    async updateRun(tenantId, run) {
      const key = `${tenantId}#${run.run_id}`;
      const stored = runs.get(key);
      if (stored !== undefined && stored.version === run.version - 1) take(tenantId, run);
      replace(runs, key, run, 'run');
    },
    steps: async (tenantId, runId) => of(steps, `${tenantId}#${runId}#`),
    async updateStep(tenantId, step) {
      replace(steps, `${tenantId}#${step.run_id}#${step.step}`, step, 'step');
    },
    owned: async (tenantId) => of(owned, `${tenantId}#`),
    async putOwned(tenantId, row) {
      owned.set(`${tenantId}#${row.step}#${row.key}`, structuredClone(row));
    },
    async removeOwned(tenantId, step, key) {
      owned.delete(`${tenantId}#${step}#${key}`);
    },
    wizard: async (tenantId) => structuredClone(wizards.get(tenantId) ?? null),
    async putWizard(tenantId, wizard) {
      if (wizard.version === 1 && !wizards.has(tenantId)) wizards.set(tenantId, structuredClone(wizard));
      else replace(wizards, tenantId, wizard, 'wizard');
    },
    async putDrift(tenantId, report) {
      drifts.set(tenantId, structuredClone(report));
    },
    drift: async (tenantId) => structuredClone(drifts.get(tenantId) ?? null),
    async putRecord(tenantId, name, document) {
      records.set(`${tenantId}#${name}`, document);
    },
    record: async (tenantId, name) => records.get(`${tenantId}#${name}`) ?? null,
  };
}

export function memorySecrets(rows: Map<string, string>): SecretStore {
  const key = (tenantId: TenantId, name: string): string => `${tenantId}/${name}`;
  return {
    get: async (tenantId, name) => rows.get(key(tenantId, name)) ?? null,
    put: async (tenantId, name, value) => void rows.set(key(tenantId, name), value),
    remove: async (tenantId, name) => void rows.delete(key(tenantId, name)),
  };
}
