import type { TenantId } from '#shared/ids.ts';
import type { Journal } from '#shared/ports/journal.ts';
import type { Owned } from '#shared/schema/onboarding.ts';

/** One resource's view of the tenant's owned rows. Every change is written before the call goes on. */
export type Ledger = {
  /** Rows of this resource that the present work is about: all when ensuring, the run's when undoing it. */
  rows(): readonly Owned[];
  row(key: string): Owned | undefined;
  /** The vendor's id of another resource's thing, such as the index set that a stream writes to. */
  idOf(step: string, key: string): string | null;
  provenanceOf(step: string, key: string): Owned['provenance'] | null;
  /** Written before a create whose find said that there is nothing. */
  intend(key: string): Promise<void>;
  /** It is there now: ours where it was intended or ours before, else adopted. */
  found(key: string, vendorId: string): Promise<void>;
  /** Written before a change of what we did not make; the first state that we saw is the one that undo restores. */
  change(key: string, vendorId: string, before: unknown): Promise<void>;
  /** Leaves what another run made where only one run is undone. */
  forget(key: string): Promise<void>;
};

export type LedgerOptions = {
  journal: Journal;
  tenantId: TenantId;
  step: string;
  runId: string;
  /** The tenant's rows as they were read; kept up to date by the ledger. */
  all: Owned[];
  /** Only rows of `runId` are to be removed. */
  ofRunOnly: boolean;
  now(): Date;
};

export function makeLedger(options: LedgerOptions): Ledger {
  const { journal, tenantId, step, all } = options;
  const at = (name: string, key: string) => all.findIndex((one) => one.step === name && one.key === key);
  const row = (key: string): Owned | undefined => all[at(step, key)];

  async function put(key: string, change: Pick<Owned, 'provenance'> & Partial<Owned>): Promise<void> {
    const known = row(key);
    const next: Owned = {
      tenant_id: tenantId,
      step,
      key,
      vendor_id: known?.vendor_id ?? null,
      before: known?.before ?? null,
      run_id: known?.run_id ?? options.runId,
      at: options.now().toISOString(),
      ...change,
    };
    await journal.putOwned(tenantId, next);
    const index = at(step, key);
    if (index < 0) all.push(next);
    else all[index] = next;
  }

  return {
    rows: () =>
      all.filter((one) => one.step === step && (!options.ofRunOnly || one.run_id === options.runId)),
    row,
    idOf: (name, key) => all[at(name, key)]?.vendor_id ?? null,
    provenanceOf: (name, key) => all[at(name, key)]?.provenance ?? null,
    intend: (key) =>
      put(key, { provenance: 'intended', vendor_id: null, before: null, run_id: options.runId }),
    async found(key, vendorId) {
      const known = row(key);
      if (known !== undefined && known.provenance !== 'intended' && known.vendor_id === vendorId) return;
      const provenance =
        known === undefined ? 'adopted' : known.provenance === 'intended' ? 'created' : known.provenance;
      await put(key, { provenance, vendor_id: vendorId });
    },
    async change(key, vendorId, before) {
      const known = row(key);
      const ours = known?.provenance === 'created' || known?.provenance === 'intended';
      if (ours || known?.provenance === 'changed') return this.found(key, vendorId);
      const seen = { vendor_id: vendorId, before: JSON.stringify(before), run_id: options.runId };
      await put(key, { provenance: 'changed', ...seen });
    },
    async forget(key) {
      const known = row(key);
      if (known === undefined || (options.ofRunOnly && known.run_id !== options.runId)) return;
      await journal.removeOwned(tenantId, step, key);
      const index = at(step, key);
      if (index >= 0) all.splice(index, 1);
    },
  };
}
