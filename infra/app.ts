import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { routes } from '#shared/api/routes.ts';
import { buildWeb, bundleFunctions, writeRules } from './bundle.ts';
import { addCell } from './cell.ts';
import { findCell, rehearsalSystems } from './config.ts';
import { functionSpecs } from './functions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the launcher tells about the machine, and an operator about the cell: `-c name=value`. */
function contextValue(app: App, name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function main(): Promise<void> {
  const app = new App({ analyticsReporting: false });
  const found = findCell({ stage: contextValue(app, 'stage'), region: contextValue(app, 'region') });
  const vendorsUrl = contextValue(app, 'vendorsUrl');
  const cell = vendorsUrl === undefined ? found : { ...found, systems: rehearsalSystems(vendorsUrl) };
  // The CDK's check of templates against AWS's schemas takes seconds, and the emulator is no AWS.
  if (cell.stage === 'local') process.env.CDK_VALIDATION ??= 'false';
  const build = contextValue(app, 'build') ?? join(root, '.gatehouse', 'build');
  const names = functionSpecs.map((spec) => spec.name);
  const bundles = bundleFunctions(root, names, join(build, 'functions'));
  writeRules(bundles);
  addCell(app, cell, {
    root,
    bundles,
    routes,
    // On one machine the launcher uploads the web app: the emulator can't run what would do it in AWS.
    webAssets: cell.stage === 'local' ? undefined : await buildWeb(root, join(build, 'web')),
    openSearchUrl: contextValue(app, 'openSearchUrl'),
    cognitoEndpoint: contextValue(app, 'cognitoEndpoint'),
    ingestUrl: contextValue(app, 'ingestUrl'),
  });
  app.synth();
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
