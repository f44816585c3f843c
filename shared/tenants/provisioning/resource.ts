import type { TenantId } from '#shared/ids.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';
import type { Difference, Initiator, Setup, System } from '#shared/schema/onboarding.ts';
import type { Systems } from '#shared/schema/systems.ts';
import type { Ledger } from '#shared/tenants/provisioning/ledger.ts';
import type { VendorApis } from '#shared/tenants/provisioning/vendor-apis.ts';

/** What resources of Gatehouse itself work with. */
export type CorePorts = Pick<
  Ports,
  'tenants' | 'sources' | 'tokens' | 'search' | 'content' | 'rules' | 'forwarding' | 'cell'
> & {
  audit: AuditStore;
};

export type ResourceContext = {
  tenantId: TenantId;
  setup: Setup;
  runId: string;
  /** Null when making or checking; else why things are taken away: off-boarding takes Gatehouse's own whoever made it. */
  removing: 'undo' | 'offboard' | null;
  /** Who asked for the run; changes in Gatehouse are audited under this name. */
  by: Initiator;
  requestId: string;
  systems: Systems;
  apis: VendorApis;
  core: CorePorts;
  secrets: SecretStore;
  /** What this resource found and made so far, over all runs. */
  ledger: Ledger;
  now(): Date;
  newId(): string;
  /** 32 random bytes, base64url. */
  newSecret(): string;
  random(): number;
  wait(ms: number): Promise<void>;
};

/** One thing that would be made, and how it stands now. `collision` refuses the whole run before the first create. */
export type Planned = {
  /** Such as `index set wazuh-acme_`. */
  object: string;
  /** The call that makes it, such as `POST /system/indices/index_sets`. */
  call: string;
  action: 'create' | 'adopt' | 'collision';
  /** What is in the way and what to do about it; null unless it collides. */
  reason: string | null;
};

/** A thing that stays after `remove`, and why. */
export type Kept = { object: string; reason: string; needsOperator: boolean };

/**
 * One thing a tenant owns in one system, or a few that belong together. Everything may be called again at any point,
 * also after a call of which nobody knows whether it took effect.
 */
export type Resource = {
  name: string;
  title: string;
  system: System;
  /** Names of the resources that must be done before this one. */
  needs: readonly string[];
  /** Belongs to everybody, so it is still there after the tenant has gone. */
  shared?: true;
  applies(setup: Setup, systems: Systems): boolean;
  /** Reads only. */
  plan(context: ResourceContext): Promise<Planned[]>;
  /** Finds by identity, adopts or creates; what came of it stands in the ledger. */
  ensure(context: ResourceContext): Promise<void>;
  /** Reads back and compares; empty when all is as it should be. */
  verify(context: ResourceContext): Promise<Difference[]>;
  /** Takes away what the ledger says is ours and restores what we changed; gone already is done. */
  remove(context: ResourceContext): Promise<Kept[]>;
};

/** The whole object is missing. */
export const gone = (object: string): Difference => ({
  object,
  field: '',
  expected: 'present',
  actual: 'gone',
});

/** Compares field by field. Inside a field's value, what the other system adds of its own does not count. */
export function differences(
  object: string,
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): Difference[] {
  return Object.entries(expected)
    .filter(([field, value]) => !covers(actual[field], value))
    .map(([field, value]) => ({ object, field, expected: value, actual: actual[field] ?? null }));
}

function covers(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, i) => covers(actual[i], item))
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return false;
    const found = actual as Record<string, unknown>;
    return Object.entries(expected).every(([name, value]) => covers(found[name], value));
  }
  return actual === expected;
}
