import type { Kind } from '#shared/connectors/draft.ts';
import { remember } from '#shared/connectors/remember.ts';
import type { EventCategory } from '#shared/schema/event.ts';

/**
 * A declared kind in one line: canonical category, `event.category`, `event.type` (lists by commas), action, and
 * where it follows from the kind itself, outcome and severity: `auth authentication start logged-in success 1`.
 */
export const kindRow: (row: string) => Kind = remember(readRow);

function readRow(row: string): Kind {
  const [category = 'ops', ecs = 'host', type = 'info', action, outcome, severity] = row.split(' ');
  return {
    category: category as EventCategory,
    ecs: ecs.split(','),
    type: type.split(','),
    ...(action === undefined || action === '-' ? {} : { action }),
    ...(outcome === 'success' || outcome === 'failure' ? { outcome } : {}),
    ...(severity === undefined ? {} : { severity: Number(severity) }),
  };
}

/** A table of such lines by the vendor's code; several codes of one kind stand together, parted by commas. */
export function kindTable(rows: Readonly<Record<string, string>>): ReadonlyMap<string, Kind> {
  const table = new Map<string, Kind>();
  for (const [codes, row] of Object.entries(rows))
    for (const code of codes.split(',')) table.set(code, kindRow(row));
  return table;
}
