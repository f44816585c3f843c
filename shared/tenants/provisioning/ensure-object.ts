import type { ResourceContext } from '#shared/tenants/provisioning/resource.ts';
import { backoff } from '#shared/vendors/http.ts';
import { VendorError, type VendorFault } from '#shared/vendors/vendor-error.ts';

const RETRIES = { attempts: 4, baseMs: 400, longestMs: 8_000 };

/** Faults after which it is certain that nothing was made. */
const refused: readonly VendorFault[] = ['refused', 'forbidden', 'not_found', 'blocked'];

type EnsureObject<T> = {
  /** The row in the ledger. */
  key: string;
  /** By identity, never by our own memory alone; null where there is none. */
  find(): Promise<T | null>;
  create(): Promise<unknown>;
  idOf(found: T): string;
};

/**
 * Finds or creates one thing. That it is ours to make is written down before the create; after a fault of which nobody
 * knows whether it took effect, it looks again before it creates again.
 * @throws VendorError of the last try.
 */
export async function ensureObject<T>(context: ResourceContext, object: EnsureObject<T>): Promise<T> {
  const { ledger } = context;
  for (let attempt = 1; ; attempt++) {
    const found = await object.find();
    if (found !== null) {
      await ledger.found(object.key, object.idOf(found));
      return found;
    }
    const known = ledger.row(object.key);
    if (known?.provenance !== 'intended') await ledger.intend(object.key);
    try {
      await object.create();
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      // Refused outright: nothing was made, and what somebody else makes later must not count as ours.
      if (refused.includes(error.fault)) await ledger.forget(object.key);
      const again = error.passing || error.fault === 'conflict' || error.fault === 'unreadable';
      if (!again || attempt >= RETRIES.attempts) throw error;
      const asked = error.retryAfter === null ? null : error.retryAfter * 1_000;
      if (asked !== null && asked > RETRIES.longestMs) throw error;
      await context.wait(asked ?? backoff(attempt, RETRIES, context.random));
      continue;
    }
    if (attempt >= RETRIES.attempts) {
      throw new VendorError(
        'gatehouse',
        'unreadable',
        `${object.key} was created but can't be found afterwards.`,
      );
    }
  }
}
