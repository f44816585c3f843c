import type { TestPorts } from '#shared/datasources/test-ports.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Source } from '#shared/schema/source.ts';
import type { CheckName, Evidence, Validation, ValidationCheck } from '#shared/schema/validation.ts';

export type CheckPorts = TestPorts &
  Pick<
    Ports,
    | 'tenants'
    | 'content'
    | 'forwarding'
    | 'users'
    | 'rules'
    | 'journal'
    | 'proofs'
    | 'dryRuns'
    | 'buckets'
    | 'cell'
    | 'audit'
  >;

/** What the suite works with. */
export type Suite = {
  ports: CheckPorts;
  /** All resources of the tenant, read back; null where nothing was set up by a run. */
  drift(tenantId: TenantId): Promise<DriftFound[] | null>;
};

/** A resource as it was read back. */
export type DriftFound = { step: string; title: string; state: string; reason: string };

export type Outcome =
  | { state: 'passed'; evidence: Evidence[] }
  | { state: 'failed'; reason: string; fix: string; evidence: Evidence[] }
  /** Not over: look again. */
  | { state: 'waiting'; evidence: Evidence[] };

export type CheckContext = Suite & {
  tenantId: TenantId;
  validation: Validation;
  /** This check as it stands. */
  check: ValidationCheck;
};

/** One proof of the suite. It looks, and never waits: what takes time is looked at again. */
export type Check = { check: CheckName; title: string; run(context: CheckContext): Promise<Outcome> };

/** Every source of the tenant; there are some hundred at most. */
export async function allSources({ sources }: Pick<Ports, 'sources'>, tenantId: TenantId): Promise<Source[]> {
  const found: Source[] = [];
  let position: string | null = null;
  do {
    const page: Awaited<ReturnType<Ports['sources']['list']>> = await sources.list(tenantId, {
      limit: 200,
      position,
    });
    found.push(...page.items);
    position = page.next;
  } while (position !== null);
  return found;
}

/** The names of a list in a sentence: the first few, and how many more. */
export function someOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ');
  return names.length <= most ? shown : `${shown} and ${names.length - most} more`;
}
