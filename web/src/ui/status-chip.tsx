import { words } from './format.ts';

/** A state in words with a dot whose fill shows how far along it is: hollow new, half in work, full done. */
const fill: Readonly<Record<string, string>> = {
  open: 'new',
  acknowledged: 'half',
  in_progress: 'half',
  provisioning: 'half',
  purging: 'half',
  closed: 'done',
  resolved: 'done',
  active: 'good',
  suspended: 'bad',
  disabled: 'bad',
  deleted: 'bad',
  purged: 'done',
  revoked: 'done',
};

export function StatusChip({ status }: { status: string }) {
  return (
    <span class={`status status-${fill[status] ?? 'new'}`}>
      <span class="status-dot" aria-hidden="true" />
      {words(status)}
    </span>
  );
}
