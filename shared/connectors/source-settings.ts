import { connectorNamed } from '#shared/connectors/connectors.ts';
import { type ReadSettings, type Setting, syslogSettings } from '#shared/connectors/setting.ts';
import { DomainError } from '#shared/errors.ts';

/** Settings as a source holds them: what the tenant wrote. */
export type StoredSettings = Readonly<Record<string, unknown>>;

/** JSON characters of all settings of a source: a mapping of a few hundred fields fits, and so does its row. */
const MAX_CHARACTERS = 64_000;

/** What a source with this connector may be told; of one that tells by shape, what holds for any sender. */
export function settingsOf(connector: string): readonly Setting[] {
  if (connector === 'auto') return syslogSettings;
  return connectorNamed(connector)?.settings ?? [];
}

/**
 * Refuses settings that the connector does not have, or not in this form.
 * @throws DomainError `invalid_request` that names each field.
 */
export function assertSettings(connector: string, given: StoredSettings): void {
  const known = settingsOf(connector);
  const issues: { in: 'body'; path: string; message: string }[] = [];
  const refuse = (path: readonly PropertyKey[], message: string): void => {
    issues.push({ in: 'body', path: ['settings', ...path].join('.'), message });
  };
  if (JSON.stringify(given).length > MAX_CHARACTERS) refuse([], `must be under ${MAX_CHARACTERS} characters`);
  else
    for (const [name, value] of Object.entries(given)) {
      const setting = known.find((one) => one.name === name);
      if (setting === undefined) {
        refuse([name], `is no setting of ${connector}, which has ${namesOf(known)}`);
        continue;
      }
      const parsed = setting.schema.safeParse(value);
      for (const { path, message } of parsed.error?.issues ?? []) refuse([name, ...path], message);
    }
  if (issues.length === 0) return;
  const said = issues.map(({ path, message }) => `${path}: ${message}`);
  throw new DomainError('invalid_request', said.slice(0, 5).join('; '), { issues: issues.slice(0, 50) });
}

function namesOf(settings: readonly Setting[]): string {
  return settings.length === 0 ? 'none' : settings.map(({ name }) => name).join(', ');
}

/** The settings for reading. What a later release no longer takes is left out: it must not lose events. */
export function readSettings(connector: string, stored: StoredSettings): ReadSettings {
  const read: Record<string, unknown> = {};
  for (const { name, schema } of settingsOf(connector)) {
    if (!Object.hasOwn(stored, name)) continue;
    const parsed = schema.safeParse(stored[name]);
    if (parsed.success) read[name] = parsed.data;
  }
  return read;
}
