import type { AuditRecord } from '#shared/schema/audit.ts';

export type ChangedField = { field: string; before: unknown; after: unknown };

/** The fields that differ between the two sides of a record; `undefined` where a side has none. */
export function changedFields(record: Pick<AuditRecord, 'before' | 'after'>): ChangedField[] {
  const before = record.before ?? {};
  const after = record.after ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((field) => ({ field, before: before[field], after: after[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}
