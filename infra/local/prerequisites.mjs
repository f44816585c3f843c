import { spawnSync } from 'node:child_process';

/** Runs on the machine's own Node, before any package is installed: no import but Node's. */
export const probe = (command, args) => {
  const run = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 30_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { ok: run.status === 0, output: `${run.stdout ?? ''}${run.stderr ?? ''}` };
};

const pythonCheck = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)';

export function findPython(run) {
  return ['python3', 'python'].find((name) => run(name, ['-c', pythonCheck]).ok);
}

export function findOpenSearchWay(env, run) {
  if (env.OPENSEARCH_URL) return 'url';
  if (run('mvn', ['--version']).ok) return 'maven';
  if (run('docker', ['version', '--format', '{{.Server.Version}}']).ok) return 'docker';
  return undefined;
}

export function missingPrerequisites({ nodeVersion, env, probe: run }) {
  const missing = [];
  if (Number(nodeVersion.split('.')[0]) < 20) {
    missing.push(
      `Node ${nodeVersion} is too old: install Node 20 or newer from https://nodejs.org and try again.`,
    );
  }
  if (!run('npm', ['--version']).ok) {
    missing.push('npm was not found: install it together with Node 20 or newer from https://nodejs.org.');
  }
  if (!run('git', ['--version']).ok) {
    missing.push('git was not found: install it from https://git-scm.com and try again.');
  }
  if (!findPython(run)) {
    missing.push(
      'Python 3.10 or newer with its venv module was not found: install it (on Debian and Ubuntu: apt install python3 python3-venv) and try again.',
    );
  }
  if (!findOpenSearchWay(env, run)) {
    missing.push(
      'Nothing to run OpenSearch with was found: install Maven (apt install maven), start a Docker engine, or set OPENSEARCH_URL to a cluster of your own.',
    );
  }
  return missing;
}
