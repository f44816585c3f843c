#!/usr/bin/env node
/**
 * The way in for `npm start`, `npm test` and their like on a fresh clone: checks what the machine must have, installs
 * the npm packages when they are missing or old, and hands over to the pinned Node that runs TypeScript.
 * Usage: node infra/local/launch.mjs <file.ts> [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagesFit } from './packages.mjs';
import { missingPrerequisites, probe } from './prerequisites.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

function installPackages() {
  const lock = readJson(join(root, 'package-lock.json'));
  if (packagesFit(lock, readJson(join(root, 'node_modules', '.package-lock.json')))) return;
  const logs = join(root, '.gatehouse', 'logs');
  mkdirSync(logs, { recursive: true });
  const log = join(logs, 'npm-install.log');
  const started = Date.now();
  process.stdout.write('  … npm packages\n');
  const fd = openSync(log, 'w');
  // Not `npm ci`: it refuses a lock file in which a registry's mirror left out packages of other platforms.
  const run = spawnSync('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', fd, fd],
  });
  if (run.status !== 0) {
    stop(`npm install failed: read ${log}, check the network, and run the same command again.`);
  }
  process.stdout.write(`  ✓ npm packages (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
}

const [script, ...args] = process.argv.slice(2);
if (!script) stop('Name the TypeScript file to run: node infra/local/launch.mjs <file.ts> [arguments].');
const missing = missingPrerequisites({ nodeVersion: process.versions.node, env: process.env, probe });
if (missing.length > 0) stop(missing.join('\n'));
installPackages();

const child = spawn(join(bin, 'node'), [join(root, script), ...args], {
  cwd: root,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
// npm may end without passing its signal on to the shell between us; then nobody would stop us any more.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
}
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
