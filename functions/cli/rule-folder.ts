import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Pipeline } from '#shared/detect/pipeline.ts';
import { readPipeline } from '#shared/detect/read-pipeline.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';
import { CliError } from './cli-error.ts';

/**
 * Reads the rule files (.yml, .yaml) of a folder and all folders in it, in the order of their paths; or one file.
 * @throws CliError when there are none.
 */
export function readRuleFolder(path: string): { path: string; text: string }[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new CliError(`There is no folder ${path}: --rules takes a folder of Sigma files.`);
  const names = found.isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.ya?ml$/i.test(name))
        .sort()
        .map((name) => join(path, name))
        .filter((name) => statSync(name).isFile())
    : [path];
  if (names.length === 0)
    throw new CliError(`${path} holds no .yml file: --rules takes a folder of Sigma files.`);
  return names.map((name) => ({ path: name, text: readFileSync(name, 'utf8') }));
}

/** @throws CliError that names each line that is not understood. */
export function readPipelineFile(path: string): Pipeline {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new CliError(`There is no file ${path}: --pipeline takes a YAML file.`);
  const read = readPipeline({ path, text: readFileSync(path, 'utf8') });
  if ('ok' in read) return read.ok;
  throw new CliError(read.problems.map(describeProblem).join('\n'));
}
