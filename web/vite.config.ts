import { defineConfig } from 'vite';

/** One static build for every region: what differs is read from `/config.json` at run time. */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // The first versions with CSS light-dark(): all from 2024 or before.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // Inlined assets would be data: URLs, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { host: '127.0.0.1' },
});
