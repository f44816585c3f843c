import { defineConfig } from 'vitest/config';

/**
 * Three projects: `fast` needs nothing but node_modules; nor does `faults`, whose few tests take minutes each, so that
 * they run beside `system`, which waits more than it works: it runs against the whole local stack, which its global setup
 * starts once and stops by its process ids.
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
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          testTimeout: 1_200_000,
          fileParallelism: false,
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
