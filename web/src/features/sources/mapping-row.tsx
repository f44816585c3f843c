import { useId, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { DraftRow } from './reading-draft.ts';

type Props = {
  row: DraftRow;
  number: number;
  converters: readonly string[];
  timeFormats: string;
  problems: readonly string[];
  /** Ids of the lists of names that are proposed. */
  lists: { fields: string; targets: string };
  onChange(patch: Partial<DraftRow>): void;
  onRemove(): void;
};

const plain = { autocomplete: 'off', autocapitalize: 'none', spellcheck: false } as const;

/** Where one field of the vendor goes, and what it is turned into. */
export function MappingRowEditor(props: Props) {
  const { row, number, converters, timeFormats, problems, lists, onChange, onRemove } = props;
  const id = useId();
  const [open, setOpen] = useState(() => `${row.values}${row.format}${row.otherwise}` !== '' || row.required);
  const wrong = problems.length > 0;
  const described = wrong ? { 'aria-describedby': `${id}-problem`, 'aria-invalid': true } : {};
  return (
    <li class="mapping-row" data-row={number}>
      <fieldset class="mapping-fields">
        <legend class="visually-hidden">Row {number}</legend>
        <label class="field">
          <span class="field-label">Vendor's field</span>
          <input
            {...plain}
            {...described}
            list={lists.fields}
            maxLength={200}
            value={row.from}
            onInput={(event) => onChange({ from: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          <span class="field-label">Goes to</span>
          <input
            {...plain}
            {...described}
            list={lists.targets}
            value={row.to}
            onInput={(event) => onChange({ to: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          <span class="field-label">As</span>
          <select value={row.as} onChange={(event) => onChange({ as: event.currentTarget.value })}>
            <option value="">as it is</option>
            {converters.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="button" class="button icon-only" title={`Remove row ${number}`} onClick={onRemove}>
          <Icon name="close" />
          <span class="visually-hidden">Remove row {number}</span>
        </button>
        <details class="mapping-more" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            Values, time format<span class="visually-hidden"> of row {number}</span>
          </summary>
          <div class="mapping-fields">
            <label class="field">
              <span class="field-label">Values</span>
              <textarea
                {...plain}
                rows={3}
                placeholder={'crit = 9\nwarn = 4'}
                value={row.values}
                onInput={(event) => onChange({ values: event.currentTarget.value })}
              />
              <small class="hint">One a line: the vendor's value = ours.</small>
            </label>
            <label class="field">
              <span class="field-label">Any other value</span>
              <input
                {...plain}
                value={row.otherwise}
                onInput={(event) => onChange({ otherwise: event.currentTarget.value })}
              />
              <small class="hint">
                Without one, other values stay as they are, or become a note for severity and category.
              </small>
            </label>
            <label class="field">
              <span class="field-label">Format of the time</span>
              <input
                {...plain}
                maxLength={100}
                placeholder="dd.MM.yyyy HH:mm:ss"
                value={row.format}
                onInput={(event) => onChange({ format: event.currentTarget.value })}
              />
              <small class="hint">For timestamp only: {timeFormats}.</small>
            </label>
            <label class="tick">
              <input
                type="checkbox"
                checked={row.required}
                onChange={(event) => onChange({ required: event.currentTarget.checked })}
              />
              <span>
                Required <small class="hint">Without it the event is set aside and can be replayed.</small>
              </span>
            </label>
          </div>
        </details>
      </fieldset>
      {wrong && (
        <p id={`${id}-problem`} class="reason">
          {problems.join('; ')}
        </p>
      )}
    </li>
  );
}
