import { useRef } from 'preact/hooks';
import type { SettingsForm } from '../../api/source-reading.ts';
import { Icon } from '../../ui/icon.tsx';
import { MappingRowEditor } from './mapping-row.tsx';
import { type DraftRow, newRow } from './reading-draft.ts';

type Props = {
  vocabulary: NonNullable<SettingsForm['mapping']>;
  rows: readonly DraftRow[];
  problems: ReadonlyMap<number, string[]>;
  /** What is wrong with the mapping as a whole. */
  wholeProblems: readonly string[];
  /** Names that the sample has. */
  fields: readonly string[];
  onRows(rows: DraftRow[]): void;
};

const lists = { fields: 'mapping-fields', targets: 'mapping-targets' };

export const nextId = (rows: readonly DraftRow[]): number =>
  rows.reduce((most, { id }) => Math.max(most, id), 0) + 1;

export function MappingEditor({ vocabulary, rows, problems, wholeProblems, fields, onRows }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const add = () => {
    onRows([...rows, newRow(nextId(rows))]);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus(),
    );
  };
  return (
    <section class="panel" aria-labelledby="mapping">
      <header class="section-head">
        <h2 id="mapping">Mapping of fields</h2>
        <button type="button" class="button" onClick={add}>
          <Icon name="plus" />
          Add a row
        </button>
      </header>
      <p class="muted">
        Each row takes one field of the vendor (in JSON a path with dots) to a name that rules and searches
        know. Rows go before what Gatehouse finds by itself; the first row that fills a name wins. For what no
        name fits, use <code>labels.</code> and a name of your own.
      </p>
      {rows.length === 0 && <p>No rows yet: events are read by their formats and usual names alone.</p>}
      <datalist id={lists.fields}>
        {fields.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={lists.targets}>
        {vocabulary.targets.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {wholeProblems.length > 0 && <p class="reason">{wholeProblems.join('; ')}</p>}
      <ol class="mapping" ref={list}>
        {rows.map((row, index) => (
          <MappingRowEditor
            key={row.id}
            row={row}
            number={index + 1}
            converters={vocabulary.converters}
            timeFormats={vocabulary.time_formats}
            problems={problems.get(row.id) ?? []}
            lists={lists}
            onChange={(patch) => onRows(rows.map((one) => (one.id === row.id ? { ...one, ...patch } : one)))}
            onRemove={() => onRows(rows.filter(({ id }) => id !== row.id))}
          />
        ))}
      </ol>
    </section>
  );
}
