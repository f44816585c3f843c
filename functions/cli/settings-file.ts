import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  assertSettings,
  NO_SETTINGS,
  type PreparedSettings,
  prepareSettings,
} from '#shared/connectors/source-settings.ts';
import { CliError } from './cli-error.ts';

const settingsSchema = z.record(z.string(), z.unknown());

/**
 * The settings in a file, one JSON object as a source holds it in `settings`; none without a file.
 * @throws CliError that names what the connector does not take.
 */
export function readSettingsFile(connector: string, path: string | undefined): PreparedSettings {
  if (path === undefined) return NO_SETTINGS;
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new CliError(`--settings ${path} can't be read as JSON: is there such a file?`);
  }
  const settings = settingsSchema.safeParse(stored);
  if (!settings.success) throw new CliError(`--settings ${path} must hold one JSON object.`);
  try {
    assertSettings(connector, settings.data);
  } catch (error) {
    throw new CliError(`--settings ${path}: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
  return prepareSettings(connector, settings.data);
}
