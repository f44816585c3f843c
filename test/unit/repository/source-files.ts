import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../infra/local/settings.ts';
import { trackedFiles } from '../../support/checks.ts';

export type SourceFile = { path: string; text: string; imports: string[] };

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|(?:import\(|(?:^|\n)import\s+)['"]([^'"]+)['"]/g;

/** Resolves `#shared/…` and relative imports to paths from the root; packages stay as they are. */
function resolveImport(path: string, target: string): string {
  if (target.startsWith('#shared/')) return `shared/${target.slice('#shared/'.length)}`;
  if (target.startsWith('.')) return join(path, '..', target);
  return target;
}

/** All TypeScript that git knows, with what each file imports. */
export function sourceFiles(): SourceFile[] {
  return trackedFiles(repositoryRoot)
    .filter((path) => /\.(ts|tsx|mjs|mts)$/.test(path))
    .map((path) => {
      const text = readFileSync(join(repositoryRoot, path), 'utf8');
      const imports = [...text.matchAll(importPattern)].map((match) =>
        resolveImport(path, match[1] ?? match[2] ?? ''),
      );
      return { path, text, imports };
    });
}
