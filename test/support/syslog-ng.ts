import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../infra/local/settings.ts';

const folder = join(repositoryRoot, '.gatehouse', 'syslog-ng');

/** Where the real syslog-ng can be had: Debian and its kin. Elsewhere its tests are shown as skipped, by name. */
export const hasDebianPackages = spawnSync('apt-get', ['--version']).status === 0;

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
}

/**
 * Debian's syslog-ng with its HTTP module and what it needs, unpacked into a folder of this checkout: nothing is
 * installed, and no right is needed. Fetched once (3 MB).
 */
function fetchSyslogNg(): string {
  const root = join(folder, 'root');
  if (existsSync(root)) return root;
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'unpacked'])
    mkdirSync(join(folder, part), { recursive: true });
  const settings = {
    'Dir::State': join(folder, 'state'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  run('apt-get', [...options, '-qq', 'update']);
  const packages = ['syslog-ng-core', 'syslog-ng-mod-http'];
  const download = ['install', '--download-only', '--reinstall', '--no-install-recommends', '-y', '-qq'];
  run('apt-get', [...options, ...download, ...packages]);
  const archives = join(folder, 'cache', 'archives');
  for (const name of readdirSync(archives).filter((one) => one.endsWith('.deb')))
    run('dpkg', ['-x', join(archives, name), join(folder, 'unpacked')]);
  renameSync(join(folder, 'unpacked'), root);
  return root;
}

type Command = { command: string; args: string[]; env: NodeJS.ProcessEnv };

function commandOf(config: string): Command {
  const root = fetchSyslogNg();
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const http = found.find((path) => path.endsWith('/libhttp.so'));
  if (http === undefined) throw new Error('syslog-ng-mod-http holds no libhttp.so');
  const libraries = new Set(
    found.filter((path) => /\.so(\.|$)/.test(path)).map((path) => dirname(join(root, path))),
  );
  const file = join(folder, 'test.conf');
  writeFileSync(file, config);
  return {
    command: join(root, 'usr', 'sbin', 'syslog-ng'),
    args: ['--no-caps', '--cfgfile', file, '--module-path', dirname(join(root, http))],
    env: { ...process.env, LD_LIBRARY_PATH: [...libraries].join(':') },
  };
}

/** What syslog-ng says against a configuration; empty when it takes it. */
export function syntaxErrors(config: string): string {
  const { command, args, env } = commandOf(config);
  const { status, stderr, error } = spawnSync(command, [...args, '--syntax-only'], { env, encoding: 'utf8' });
  return status === 0 ? '' : stderr || String(error);
}

/** Runs syslog-ng in a folder for its state until it is stopped. */
export function startSyslogNg(config: string, state: string): { stop(): Promise<void> } {
  const { command, args, env } = commandOf(config);
  mkdirSync(state, { recursive: true });
  const files = [
    '--persist-file',
    join(state, 'persist'),
    '--control',
    join(state, 'ctl'),
    '--pidfile',
    join(state, 'pid'),
  ];
  const child = spawn(command, [...args, ...files, '--foreground'], { env, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
