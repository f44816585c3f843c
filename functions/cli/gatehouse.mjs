#!/usr/bin/env node
/** Hands the command over to the pinned Node 24, which runs TypeScript. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const script = fileURLToPath(new URL('./gatehouse.ts', import.meta.url));
if (!existsSync(node)) {
  process.stderr.write(
    'The npm packages are not installed: run npm ci (or npm start) in the checkout first.\n',
  );
  process.exit(1);
}
const run = spawnSync(node, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(run.status ?? 1);
