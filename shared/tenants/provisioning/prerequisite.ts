import type { TenantId } from '#shared/ids.ts';
import type { Finding, Setup, System } from '#shared/schema/onboarding.ts';
import type { Systems } from '#shared/schema/systems.ts';
import type { VendorApis } from '#shared/tenants/provisioning/vendor-apis.ts';

/** What must be true of one system before anything is created in it. Reads only. */
export type Prerequisite = {
  system: System;
  /** Throws what the client threw: the system counts as not reachable then. */
  check(context: {
    tenantId: TenantId;
    setup: Setup;
    systems: Systems;
    apis: VendorApis;
  }): Promise<Finding[]>;
};

/** A finding; `fix` is only kept where something is wrong. */
export function finding(
  system: System,
  check: Finding['check'],
  ok: boolean,
  detail: string,
  fix: string,
): Finding {
  return { system, check, ok, detail, fix: ok ? null : fix };
}

/** A version between two majors, both included. */
export function versionFinding(
  system: System,
  version: string,
  [lowest, highest]: readonly [number, number],
): Finding {
  const major = Number(version.split('.')[0]);
  const ok = major >= lowest && major <= highest;
  const known = `Gatehouse knows ${system} ${lowest} to ${highest}`;
  return finding(
    system,
    'version',
    ok,
    `${system} is ${version}.`,
    `${known}: bring it to one of these versions.`,
  );
}
