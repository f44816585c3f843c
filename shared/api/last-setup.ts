import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Setup } from '#shared/schema/onboarding.ts';

/** What the tenant was last set up with. @throws DomainError `conflict` before the first onboarding. */
export async function lastSetup({ journal }: Pick<Ports, 'journal'>, tenantId: TenantId): Promise<Setup> {
  const run = (await journal.runs(tenantId)).find(({ kind }) => kind !== 'offboard');
  if (run !== undefined) return run.setup;
  throw new DomainError('conflict', 'This tenant was not set up yet: start its onboarding first.');
}
