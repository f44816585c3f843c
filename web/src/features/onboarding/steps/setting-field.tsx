import type { Setting } from '../../../api/datasources.ts';
import { Field } from '../../../ui/field.tsx';

/** One control of a form that a template's settings draw. */
export function SettingField({ setting }: { setting: Setting }) {
  const { name, label, kind, required, help, options = [] } = setting;
  const given = setting.default;
  if (kind === 'boolean')
    return (
      <label class="tick">
        <input type="checkbox" name={name} defaultChecked={given === true} />
        <span>
          {label} <small class="hint">{help}</small>
        </span>
      </label>
    );
  const value = { defaultValue: given === undefined ? '' : String(given) };
  const title = required ? label : `${label} (optional)`;
  if (kind === 'select')
    return (
      <Field label={title} hint={help}>
        <select name={name} required={required} {...value}>
          {!required && <option value="">—</option>}
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      </Field>
    );
  const common = { name, required, autocomplete: 'off', spellcheck: false, ...value };
  return (
    <Field label={title} hint={help}>
      {kind === 'secret' && <input type="password" {...common} />}
      {kind === 'number' && <input type="number" {...common} />}
      {kind === 'url' && <input type="url" {...common} />}
      {kind === 'text' && <input type="text" {...common} />}
    </Field>
  );
}

/** What was filled in, by the kind of each setting; what was left empty is left out. */
export function readSettings(
  settings: readonly Setting[],
  form: FormData,
): Record<string, string | number | boolean> {
  const values: Record<string, string | number | boolean> = {};
  for (const { name, kind } of settings) {
    const text = String(form.get(name) ?? '').trim();
    if (kind === 'boolean') values[name] = form.has(name);
    else if (text !== '') values[name] = kind === 'number' ? Number(text) : text;
  }
  return values;
}
