import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Check = { name: string; command: string; args: readonly string[] };

/** Files that git knows and that are there. */
export function trackedFiles(root: string): string[] {
  const listed = spawnSync('git', ['ls-files', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`);
  return listed.stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

/** What `npm run check` does before the fast tests; each is a program with an exit code. */
export function checks(root: string): Check[] {
  const secrets = ['--secretlintrc', '.secretlintrc.json', '--maskSecrets', ...trackedFiles(root)];
  return [
    { name: 'format and lint (biome)', command: 'biome', args: ['ci', '--error-on-warnings', '.'] },
    { name: 'types (tsc)', command: 'tsc', args: ['-p', '.'] },
    {
      name: 'unused code (knip)',
      command: 'knip',
      args: ['--no-progress', '--treat-config-hints-as-errors'],
    },
    { name: 'secrets (secretlint)', command: 'secretlint', args: secrets },
  ];
}
