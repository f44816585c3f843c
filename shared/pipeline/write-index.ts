import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { IndexChange, SearchIndex } from '#shared/ports/search-index.ts';

const ATTEMPTS = 5;

export type IndexPorts = {
  search: Pick<SearchIndex, 'write'>;
  /** Waits that many milliseconds. */
  sleep(ms: number): Promise<void>;
};

/**
 * Writes all changes, trying again those that the index refused for load (a bulk call may fail half).
 * @throws DomainError `unavailable` at the end, so that the stream delivers the batch again.
 */
export async function writeIndex(
  ports: IndexPorts,
  tenantId: TenantId,
  changes: readonly IndexChange[],
): Promise<void> {
  let left = changes;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === ATTEMPTS) {
      throw new DomainError(
        'unavailable',
        `The search index refused ${left.length} of ${changes.length} changes.`,
      );
    }
    if (attempt > 0) await ports.sleep(100 * 2 ** attempt);
    left = await writeOnce(ports, tenantId, left);
  }
}

async function writeOnce(
  ports: IndexPorts,
  tenantId: TenantId,
  changes: readonly IndexChange[],
): Promise<readonly IndexChange[]> {
  try {
    const again = new Set(await ports.search.write(tenantId, changes));
    return changes.filter((_, i) => again.has(i));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unavailable') return changes;
    throw error;
  }
}
