import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { build } from 'vite';
import { compileOwnRules } from '#shared/detect/compile-ruleset.ts';
import { saveRuleset } from '#shared/detect/saved-ruleset.ts';
import { readRuleFiles } from '#shared/rules/read-rule-files.ts';

/** Folders under `functions/` that hold a Lambda: the ones with a `handler.ts`. */
export function handlerNames(root: string): string[] {
  return readdirSync(join(root, 'functions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'functions', entry.name, 'handler.ts')))
    .map((entry) => entry.name)
    .sort();
}

/** CommonJS dependencies inside the ES module bundle ask for Node's own modules with `require`. */
const requireBanner =
  "import { createRequire as gatehouseRequire } from 'node:module';const require = gatehouseRequire(import.meta.url);";

/**
 * Bundles every Lambda into `<outdir>/<name>/index.mjs`, the SDK included, so that what runs is what
 * was tested. The same sources give the same bytes, so that a deploy without changes uploads nothing.
 * @returns the folder of the bundles.
 */
export function bundleFunctions(root: string, names: readonly string[], outdir: string): string {
  const missing = names.filter((name) => !existsSync(join(root, 'functions', name, 'handler.ts')));
  if (missing.length > 0) {
    throw new Error(
      `infra/functions.ts names functions that do not exist: write functions/${missing.join('/handler.ts, functions/')}/handler.ts.`,
    );
  }
  rmSync(outdir, { recursive: true, force: true });
  buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: requireBanner },
    legalComments: 'none',
    logLevel: 'error',
  });
  return outdir;
}

/** Functions that tell of the compiled ruleset. */
const readers = ['api-content', 'api-onboarding', 'provision-step', 'check-drift', 'validate-step'] as const;

/**
 * Puts the compiled ruleset beside the functions that read it: as it runs for detection, as JSON for those that tell of
 * it. @throws Error that names a rule that does not compile.
 */
export function writeRules(bundles: string): void {
  const rules = compileOwnRules(readRuleFiles());
  writeFileSync(join(bundles, 'detect', 'rules.bin'), saveRuleset(rules));
  for (const name of readers) writeFileSync(join(bundles, name, 'rules.json'), JSON.stringify(rules));
}

/** Builds the web app; one build serves every region. @returns the folder of its files. */
export async function buildWeb(root: string, outDir: string): Promise<string> {
  await build({
    configFile: join(root, 'web', 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}
