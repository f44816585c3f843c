import type { Kept, ResourceContext } from '#shared/tenants/provisioning/resource.ts';

type RemoveObject = {
  /** The row in the ledger. */
  key: string;
  /** For people, such as `index set wazuh-acme_`. */
  object: string;
  /** Looked for where a create was begun and nobody knows its id. */
  findId(): Promise<string | null>;
  /** Gone already is done. */
  drop(id: string): Promise<unknown>;
  /** Gatehouse's own: goes with the tenant, whoever made it. */
  gatehouse?: boolean;
  /** Brings back what was there before we changed it. */
  restore?(id: string, before: unknown): Promise<unknown>;
};

/** Undoes one thing as far as the ledger says that it is ours, and forgets it. What stays is told with its reason. */
export async function removeObject(context: ResourceContext, thing: RemoveObject): Promise<Kept[]> {
  const { ledger } = context;
  const row = ledger.rows().find((one) => one.key === thing.key);
  const own = thing.gatehouse === true && context.removing === 'offboard';
  if (row === undefined) {
    // A tenant that was made without the wizard has Gatehouse's own things all the same.
    const there = own ? await thing.findId() : null;
    if (there !== null) await thing.drop(there);
    return [];
  }
  const kept: Kept[] = [];
  const adopted =
    row.provenance === 'adopted' && !(thing.gatehouse === true && context.removing === 'offboard');
  if (adopted) {
    kept.push({ object: thing.object, reason: 'It was there before Gatehouse came.', needsOperator: false });
  } else if (row.provenance === 'changed') {
    if (thing.restore !== undefined && row.vendor_id !== null && row.before !== null) {
      await thing.restore(row.vendor_id, JSON.parse(row.before));
      kept.push({
        object: thing.object,
        reason: 'It was there before Gatehouse came, and is as it was.',
        needsOperator: false,
      });
    } else {
      const reason = 'It was there before Gatehouse came and was changed; bring it back by hand.';
      kept.push({ object: thing.object, reason, needsOperator: true });
    }
  } else {
    const id = row.vendor_id ?? (await thing.findId());
    if (id !== null) await thing.drop(id);
  }
  await ledger.forget(thing.key);
  return kept;
}
