import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../infra/local/settings.ts';

describe('package-lock.json', () => {
  it('names no registry host, so that everybody installs from their own', () => {
    const text = readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8');
    const { packages } = JSON.parse(text) as { packages: Record<string, { resolved?: string }> };
    const resolved = Object.entries(packages).filter(([, one]) => one.resolved !== undefined);
    expect(resolved.map(([path]) => path)).toEqual([]);
    expect(text).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });
});
