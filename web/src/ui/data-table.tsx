// biome-ignore-all lint/a11y/noRedundantRoles: display:block on phones takes the implicit roles away
import type { ComponentChildren } from 'preact';

export type Column<T> = {
  title: string;
  cell(row: T): ComponentChildren;
  /** `main` heads the card on a phone; `wide` cells take a whole line of it; `number` aligns right. */
  kind?: 'main' | 'wide' | 'number';
};

type Props<T> = {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf(row: T): string;
  /** Marks rows that have just come. */
  fresh?: ReadonlySet<string>;
};

/**
 * A table that becomes one card a row on phones. The roles keep it a table for screen readers there, since
 * `display: block` would take that away.
 */
export function DataTable<T>({ caption, columns, rows, keyOf, fresh }: Props<T>) {
  return (
    <div class="table-box">
      <table class="data" role="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                role="columnheader"
                class={column.kind ? `cell-${column.kind}` : undefined}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => {
            const key = keyOf(row);
            return (
              <tr key={key} role="row" class={fresh?.has(key) ? 'fresh' : undefined}>
                {columns.map((column) => (
                  <td
                    key={column.title}
                    role="cell"
                    data-label={column.title}
                    class={column.kind ? `cell-${column.kind}` : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
