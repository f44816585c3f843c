import { fileURLToPath } from 'node:url';
import { ApiRefusal } from '#shared/api/client.ts';
import { readArguments } from './arguments.ts';
import { type Env, findCell } from './cell.ts';
import { CliError } from './cli-error.ts';
import type { Command, LocalCommand, Output } from './command.ts';
import { coverage } from './coverage.ts';
import { createTenant } from './create-tenant.ts';
import { demo } from './demo.ts';
import { detect } from './detect.ts';
import { explain } from './explain.ts';
import { listTenants } from './list-tenants.ts';
import { normalize } from './normalize.ts';
import { replay } from './replay.ts';
import { rulesLint, rulesTest } from './rules.ts';
import { rulesImport } from './rules-import.ts';
import { sourceToken } from './source-token.ts';
import { token } from './token.ts';

const commands: readonly (Command | LocalCommand)[] = [
  token,
  sourceToken,
  createTenant,
  listTenants,
  demo,
  detect,
  rulesTest,
  rulesLint,
  rulesImport,
  coverage,
  normalize,
  explain,
  replay,
];

export function help(): string {
  return [
    'gatehouse: work with a Gatehouse cell from the command line.',
    '',
    ...commands.flatMap(({ usage, summary }) => [`  ${usage}`, `      ${summary}`]),
    '',
    'Without --api URL it talks to the cell that npm start runs here (.gatehouse/local.json, or GATEHOUSE_HOME).',
    'With --api URL it sends the token in GATEHOUSE_TOKEN.',
  ].join('\n');
}

/** @throws CliError or ApiRefusal with one sentence. */
export async function runCommand(
  args: readonly string[],
  env: Env,
  root: string,
  print: Output,
): Promise<void> {
  // Some names are of two words: "rules test".
  const words = commands.some(({ name }) => name === args.slice(0, 2).join(' ')) ? 2 : 1;
  const [name, ...rest] = [args.slice(0, words).join(' ') || undefined, ...args.slice(words)];
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    print(help());
    return;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const names = commands.map((one) => one.name).join(', ');
    throw new CliError(`There is no command "${name}": use one of ${names}, help.`);
  }
  const values = readArguments(rest, command);
  if ('runLocal' in command) await command.runLocal(values, print);
  else await command.run(findCell(values.api, env, root), values, print);
}

/** The sentence that a failed command ends with. */
export function sentenceOf(error: unknown): string {
  if (error instanceof CliError) return error.message;
  if (error instanceof ApiRefusal) return `${error.message} (${error.status} ${error.code})`;
  if (error instanceof TypeError && error.message === 'fetch failed') {
    return 'The cell does not answer: is npm start running?';
  }
  return `Unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // A reader that has seen enough, such as head, closes the pipe: no reason to complain.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    await runCommand(process.argv.slice(2), process.env, root, (line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}
