import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { routes } from '#shared/api/routes.ts';
import { buildWeb, bundleFunctions, writeRules } from './bundle.ts';
import { addCell } from './cell.ts';
import { findCell } from './config.ts';
import { functionSpecs } from './functions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the launcher tells about the machine, and an operator about the cell: `-c name=value`. */
function contextValue(app: App, name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

async function main(): Promise<void> {
  const app = new App({ analyticsReporting: false });
  const cell = findCell({ stage: contextValue(app, 'stage'), region: contextValue(app, 'region') });
  const bundles = bundleFunctions(
    root,
    functionSpecs.map((spec) => spec.name),
  );
  writeRules(bundles);
  addCell(app, cell, {
    root,
    bundles,
    routes,
    // On one machine the launcher uploads the web app: the emulator can't run what would do it in AWS.
    webAssets: cell.stage === 'local' ? undefined : await buildWeb(root),
    openSearchUrl: contextValue(app, 'openSearchUrl'),
    cognitoEndpoint: contextValue(app, 'cognitoEndpoint'),
  });
  app.synth();
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
