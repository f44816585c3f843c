import { parseArgs } from 'node:util';
import { CliError } from './cli-error.ts';

export type Values = Readonly<Record<string, string | undefined>>;

export type CommandHelp = {
  usage: string;
  /** Option names without dashes; each takes a value. */
  options: readonly string[];
  required: readonly string[];
  /** Option names without dashes that take no value; given, their value is "true". */
  flags?: readonly string[];
  /** The name under which one word without dashes is taken. */
  positional?: string;
};

/** @throws CliError that names the wrong or missing option and shows the usage. */
export function readArguments(
  args: readonly string[],
  { usage, options, required, flags = [], positional }: CommandHelp,
): Values {
  const all = ['api', ...options];
  let values: Record<string, string | undefined>;
  try {
    const parsed = parseArgs({
      args: [...args],
      options: Object.fromEntries([
        ...all.map((name) => [name, { type: 'string' as const }]),
        ...flags.map((name) => [name, { type: 'boolean' as const }]),
      ]),
      allowPositionals: positional !== undefined,
      strict: true,
    });
    values = Object.fromEntries(Object.entries(parsed.values).map(([name, value]) => [name, String(value)]));
    const [word, extra] = parsed.positionals;
    if (extra !== undefined) throw new TypeError(`"${extra}" is one word too many`);
    if (positional !== undefined && word !== undefined) values[positional] = word;
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).split('. ')[0];
    throw new CliError(`${why}. Usage: ${usage}`);
  }
  const missing = required.filter((name) => !values[name]);
  if (missing.length > 0) {
    const named = missing.map((name) => (name === positional ? name.toUpperCase() : `--${name}`));
    throw new CliError(`${named.join(', ')} is missing. Usage: ${usage}`);
  }
  return values;
}
