import { describe, expect, it } from 'vitest';
import { packagesFit } from '../../../infra/local/packages.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/@biomejs/cli-darwin-arm64': { version: '2.6.8', optional: true },
  },
};

describe('packagesFit', () => {
  it('is content when all but other platforms’ packages are installed', () => {
    expect(packagesFit(lock, { packages: { 'node_modules/zod': { version: '4.6.7' } } })).toBe(true);
  });

  it('sees that nothing is installed', () => {
    expect(packagesFit(lock, null)).toBe(false);
  });

  it('sees a missing package', () => {
    expect(packagesFit(lock, { packages: {} })).toBe(false);
  });

  it('sees an old version', () => {
    expect(packagesFit(lock, { packages: { 'node_modules/zod': { version: '4.6.6' } } })).toBe(false);
  });
});
