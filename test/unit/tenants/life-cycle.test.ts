import { describe, expect, it } from 'vitest';
import type { TenantStatus } from '#shared/schema/tenant.ts';
import { type LifeCycleStep, takeStep } from '#shared/tenants/life-cycle.ts';
import { buildTenant } from '../../support/builders/tenant.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const statuses: TenantStatus[] = ['provisioning', 'active', 'suspended', 'deleted', 'purging', 'purged'];
const deletedAt = '2026-11-20T00:00:00.000Z';

/** What each status becomes; `=` stays, `-` is refused. */
const expected: Record<LifeCycleStep, (TenantStatus | '=' | '-')[]> = {
  suspend: ['-', 'suspended', '=', '-', '-', '-'],
  resume: ['-', '=', 'active', 'active', '-', '-'],
  delete: ['deleted', 'deleted', 'deleted', '=', '-', '-'],
  purge: ['-', '-', '-', 'purging', '=', '-'],
};

describe("a step of a tenant's life cycle", () => {
  for (const [step, row] of Object.entries(expected) as [LifeCycleStep, string[]][]) {
    for (const [i, status] of statuses.entries()) {
      it(`${step} of a tenant that is ${status}: ${row[i]}`, () => {
        const take = () => takeStep(buildTenant('acme', { status }), step, now);
        if (row[i] === '-') expect(take).toThrow(expect.objectContaining({ code: 'conflict' }));
        else if (row[i] === '=') expect(take()).toBeNull();
        else expect(take()).toMatchObject({ status: row[i], version: 2, updated_at: now.toISOString() });
      });
    }
  }

  it('keeps when it was deleted through the purge, and forgets it when it is resumed', () => {
    const deleted = buildTenant('acme', { status: 'deleted', deleted_at: deletedAt });
    expect(takeStep(deleted, 'purge', now)?.deleted_at).toBe(deletedAt);
    expect(takeStep(deleted, 'resume', now)?.deleted_at).toBeNull();
    expect(takeStep(buildTenant(), 'delete', now)?.deleted_at).toBe(now.toISOString());
    expect(takeStep(buildTenant(), 'suspend', now)?.deleted_at).toBeNull();
  });
});
