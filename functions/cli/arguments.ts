import { parseArgs } from 'node:util';
import { CliError } from './cli-error.ts';

export type Values = Readonly<Record<string, string | undefined>>;

export type CommandHelp = {
  usage: string;
  /** Option names without dashes; each takes a value. */
  options: readonly string[];
  required: readonly string[];
};

/** @throws CliError that names the wrong or missing option and shows the usage. */
export function readArguments(args: readonly string[], { usage, options, required }: CommandHelp): Values {
  const all = ['api', ...options];
  let values: Record<string, string | undefined>;
  try {
    const parsed = parseArgs({
      args: [...args],
      options: Object.fromEntries(all.map((name) => [name, { type: 'string' as const }])),
      allowPositionals: false,
      strict: true,
    });
    values = parsed.values as Record<string, string | undefined>;
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).split('. ')[0];
    throw new CliError(`${why}. Usage: ${usage}`);
  }
  const missing = required.filter((name) => !values[name]);
  if (missing.length > 0) {
    throw new CliError(`${missing.map((name) => `--${name}`).join(', ')} is missing. Usage: ${usage}`);
  }
  return values;
}
