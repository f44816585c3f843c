import { defineConfig } from 'vitest/config';

/**
 * Two projects: `fast` needs nothing but node_modules; `system` runs against the whole local stack, which its global
 * setup starts once and stops by its process ids.
 */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'lcovonly'],
      reportsDirectory: 'coverage',
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/{unit,content,infra,workflows}/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/{contract,system,browser}/**/*.test.ts'],
          globalSetup: ['test/support/stack-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
