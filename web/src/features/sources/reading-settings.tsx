import type { SettingsForm } from '../../api/source-reading.ts';
import { Field } from '../../ui/field.tsx';
import type { ReadingDraft } from './reading-draft.ts';

type Props = {
  form: SettingsForm;
  draft: ReadingDraft;
  problems: ReadonlyMap<string, string[]>;
  onConnector(connector: string): void;
  onText(name: string, text: string): void;
};

const zones = (): string[] => Intl.supportedValuesOf('timeZone');

/** Who reads the events, and what that connector may be told. */
export function ReadingSettings({ form, draft, problems, onConnector, onText }: Props) {
  const settings = form.settings.filter(({ form: kind }) => kind === 'text');
  return (
    <section class="panel" aria-labelledby="settings">
      <h2 id="settings">Settings</h2>
      <div class="fields">
        <Field
          label="Connector"
          hint="Reads the events. “auto” tells by their shape; “generic” reads CEF, LEEF, JSON and syslog of any product, by a mapping of yours."
        >
          <select value={draft.connector} onChange={(event) => onConnector(event.currentTarget.value)}>
            {['auto', ...form.connectors].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
        {settings.map(({ name, label, help, example }) => {
          const wrong = problems.get(name) ?? [];
          return (
            <div key={name} data-setting={name}>
              <Field label={`${label} (optional)`} hint={help.replaceAll('`', '')}>
                <input
                  type="text"
                  list={name === 'timezone' ? 'time-zones' : ''}
                  value={draft.texts[name] ?? ''}
                  placeholder={String(example)}
                  autocomplete="off"
                  autocapitalize="none"
                  spellcheck={false}
                  aria-invalid={wrong.length > 0}
                  onInput={(event) => onText(name, event.currentTarget.value)}
                />
              </Field>
              {wrong.length > 0 && <p class="reason">{wrong.join('; ')}</p>}
            </div>
          );
        })}
      </div>
      {settings.length === 0 && <p class="muted">This connector needs to be told nothing.</p>}
      <datalist id="time-zones">
        {zones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </section>
  );
}
