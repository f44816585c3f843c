import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython, probe } from '../../infra/local/prerequisites.mjs';
import { repositoryRoot } from '../../infra/local/settings.ts';

/** What OCSF says of one attribute beside its type. */
export type OcsfFact = {
  profiles: readonly string[];
  object: string | null;
  /** The attribute that holds the caption of this one's number. */
  caption_in: string | null;
  captions: Readonly<Record<string, string>>;
};
export type OcsfFacts = Readonly<Record<string, OcsfFact>>;

export type OcsfSchemas = {
  /** By class, without (``) and with (`cloud`) the cloud profile. */
  classes: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
  objects: readonly Record<string, unknown>[];
  class_facts: Readonly<Record<string, OcsfFacts>>;
  object_facts: Readonly<Record<string, OcsfFacts>>;
};

const here = (name: string) => join(repositoryRoot, 'test/support', name);

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 240_000,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/**
 * OCSF 1.8 as JSON Schemas, made once per checkout by the PyPI package that compiles them (23 MB, so it is not in the
 * repository): in a virtual environment of its own, which goes again.
 */
export function ocsfSchemas(): OcsfSchemas {
  const output = join(repositoryRoot, 'test/output');
  const hash = createHash('sha256');
  for (const name of ['ocsf-schemas.py', 'ocsf-requirements.txt']) hash.update(readFileSync(here(name)));
  const target = join(output, `ocsf-${hash.digest('hex').slice(0, 16)}.json`);
  if (!existsSync(target)) make(output, target);
  return JSON.parse(readFileSync(target, 'utf8'));
}

function make(output: string, target: string): void {
  const python = findPython(probe);
  if (python === undefined) throw new Error('Python 3.10 or newer with its venv module was not found.');
  mkdirSync(output, { recursive: true });
  const folder = mkdtempSync(join(output, 'ocsf-'));
  try {
    run(python, ['-m', 'venv', folder]);
    const own = join(folder, 'bin', 'python');
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet'];
    run(own, [...pip, '-r', here('ocsf-requirements.txt')]);
    const made = join(folder, 'ocsf.json');
    writeFileSync(made, run(own, [here('ocsf-schemas.py')]));
    renameSync(made, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
