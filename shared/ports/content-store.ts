import type { TenantId } from '#shared/ids.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { ImportedRule } from '#shared/schema/imported-rule.ts';

/** What a tenant's detection content consists of besides the rules that everybody has, and what arrives for it. */
export type ContentStore = {
  /** Ids of rules that the tenant has switched off; every other rule is on. */
  rulesOff(tenantId: TenantId): Promise<Set<string>>;
  /** Switches a rule on or off; the audit record is written with it. Repeating it changes nothing. */
  switchRule(tenantId: TenantId, ruleId: string, on: boolean, audit: AuditRecord): Promise<void>;
  /** Rules of the customer's own SIEM. */
  importedRules(tenantId: TenantId): Promise<ImportedRule[]>;
  /** Replaces all imported rules of an origin by these. */
  replaceImported(
    tenantId: TenantId,
    origin: ImportedRule['origin'],
    rules: readonly ImportedRule[],
  ): Promise<void>;
  /** Adds to what is known of the kinds of events that sources send. Repeating it changes nothing. */
  noteKinds(tenantId: TenantId, kinds: readonly EventKind[]): Promise<void>;
  /** Kinds of events received since a time (RFC 3339), one entry for each source and kind. */
  kindsSince(tenantId: TenantId, since: string): Promise<EventKind[]>;
};
