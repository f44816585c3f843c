import type { AuditRecord } from '#shared/schema/audit.ts';
import { shown } from '../../ui/format.ts';
import { changedFields } from './changed-fields.ts';

/** Longer lists fold, so that a row stays a row. */
const OPEN_AT_MOST = 2;

export function AuditChange({ record }: { record: Pick<AuditRecord, 'before' | 'after'> }) {
  const fields = changedFields(record);
  if (fields.length === 0) return <span class="muted">—</span>;
  const list = (
    <ul class="changes">
      {fields.map(({ field, before, after }) => (
        <li key={field}>
          <span class="group-field">{field}</span> {before !== undefined && <del>{shown(before)}</del>}{' '}
          {after !== undefined && <ins>{shown(after)}</ins>}
        </li>
      ))}
    </ul>
  );
  if (fields.length <= OPEN_AT_MOST) return list;
  return (
    <details>
      <summary>{fields.length} fields</summary>
      {list}
    </details>
  );
}
