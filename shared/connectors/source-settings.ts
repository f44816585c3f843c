import { type AdaptationPlan, planAdaptations } from '#shared/connectors/adaptation/plan.ts';
import { connectorNamed } from '#shared/connectors/connectors.ts';
import { type ReadSettings, type Setting, syslogSettings } from '#shared/connectors/setting.ts';
import { DomainError } from '#shared/errors.ts';
import { sha256 } from '#shared/ids.ts';
import type { Adaptations } from '#shared/schema/adaptation.ts';

/** Settings as a source holds them: what the tenant wrote. */
export type StoredSettings = Readonly<Record<string, unknown>>;

/** JSON characters of all settings of a source: a mapping of a few hundred fields fits, and so does its row. */
const MAX_CHARACTERS = 64_000;

/** What a source with this connector may be told; of one that tells by shape, what holds for any sender. */
export function settingsOf(connector: string): readonly Setting[] {
  if (connector === 'auto') return syslogSettings;
  return connectorNamed(connector)?.settings ?? [];
}

/** What is wrong with one value of the settings; the path begins with `settings`. */
export type SettingIssue = { path: string; message: string };

/** What is wrong with settings for a connector: those that it does not have, or not in this form. */
export function settingIssues(connector: string, given: StoredSettings): SettingIssue[] {
  const known = settingsOf(connector);
  const issues: SettingIssue[] = [];
  const refuse = (path: readonly PropertyKey[], message: string): void => {
    issues.push({ path: ['settings', ...path].join('.'), message });
  };
  if (JSON.stringify(given).length > MAX_CHARACTERS) {
    refuse([], `must be under ${MAX_CHARACTERS} characters`);
    return issues;
  }
  for (const [name, value] of Object.entries(given)) {
    const setting = known.find((one) => one.name === name);
    if (setting === undefined) {
      refuse([name], `is no setting of ${connector}, which has ${namesOf(known)}`);
      continue;
    }
    const parsed = setting.schema.safeParse(value);
    for (const { path, message } of parsed.error?.issues ?? []) refuse([name, ...path], message);
  }
  return issues;
}

/**
 * Refuses settings that the connector does not have, or not in this form.
 * @throws DomainError `invalid_request` that names each field.
 */
export function assertSettings(connector: string, given: StoredSettings): void {
  const issues = settingIssues(connector, given);
  if (issues.length === 0) return;
  const said = issues.map(({ path, message }) => `${path}: ${message}`);
  throw new DomainError('invalid_request', said.slice(0, 5).join('; '), {
    issues: issues.slice(0, 50).map((issue) => ({ in: 'body', ...issue })),
  });
}

function namesOf(settings: readonly Setting[]): string {
  return settings.length === 0 ? 'none' : settings.map(({ name }) => name).join(', ');
}

/** Settings made ready for the events of a source. */
export type PreparedSettings = {
  read: ReadSettings;
  /** What stands in events that do not say it themselves. */
  fills: readonly (readonly [key: string, value: string])[];
  /** Behind the parser's version, since what it makes of an event depends on them: `+` and a hash, nothing without any. */
  mark: string;
  /** What is done with fields that the connector does not know; null where nothing was accepted. */
  adapt: AdaptationPlan | null;
};

export const NO_SETTINGS: PreparedSettings = { read: {}, fills: [], mark: '', adapt: null };

/** How a source's events are read: what the tenant wrote, and what was decided about fields that nobody knew. */
export type SourceReading = { settings: StoredSettings; adaptations?: Adaptations | undefined };

/** By the objects that hold them and the connector: many packs of one source come with the same ones. */
const prepared = new WeakMap<
  StoredSettings,
  Map<string, { of: Adaptations | undefined; ready: PreparedSettings }>
>();

/** Ready for reading by a connector, made once for an object of settings and one of adaptations. */
export function prepareSettings(
  connector: string,
  stored: StoredSettings,
  adaptations?: Adaptations,
): PreparedSettings {
  let byConnector = prepared.get(stored);
  if (byConnector === undefined) {
    byConnector = new Map();
    prepared.set(stored, byConnector);
  }
  const known = byConnector.get(connector);
  if (known !== undefined && known.of === adaptations) return known.ready;
  const settings = prepare(connector, stored);
  const adapt = planAdaptations(adaptations, settings.read.timezone ?? null);
  const ready = adapt === null ? settings : { ...settings, adapt };
  byConnector.set(connector, { of: adaptations, ready });
  return ready;
}

/** What a later release no longer takes is left out: it must not lose events. */
function prepare(connector: string, stored: StoredSettings): PreparedSettings {
  const read: Record<string, unknown> = {};
  const used: [string, unknown][] = [];
  const fills: [string, string][] = [];
  for (const { name, schema, fills: key } of settingsOf(connector)) {
    if (!Object.hasOwn(stored, name)) continue;
    const parsed = schema.safeParse(stored[name]);
    if (!parsed.success) continue;
    read[name] = parsed.data;
    used.push([name, stored[name]]);
    if (key !== undefined) fills.push([key, String(parsed.data)]);
  }
  if (used.length === 0) return NO_SETTINGS;
  return { read, fills, adapt: null, mark: `+${sha256(canonicalJson(used)).slice(0, 8)}` };
}

/** DynamoDB gives the names of an object back in an order of its own. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
