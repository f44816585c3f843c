import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { S3Client } from '@aws-sdk/client-s3';
import { ensureDemo } from './demo-cell.ts';
import { clientConfig, deploy, outputOf, resourceNames, synthesize } from './deploy.ts';
import { accountId, region, startEmulator } from './emulator.ts';
import { type LocalFile, readLocalFile, writeLocalFile } from './local-file.ts';
import { startOpenSearch } from './opensearch.ts';
import { checkPorts } from './ports.ts';
import type { Processes } from './processes.ts';
import type { Progress } from './progress.ts';
import { close, createProxy, listen, signInPath } from './proxy.ts';
import type { Settings } from './settings.ts';
import { installPython } from './tools.ts';
import { newVendorCredentials, registerVendors, startVendors, vendorsUrl } from './vendors.ts';
import { uploadWeb } from './web.ts';

export const stepCount = 9;

export type RunningStack = {
  facts: LocalFile;
  /** Settles with the name of the first process that ended by itself. */
  broken: Promise<string>;
  /** Stops the edge, then every process. */
  stop(): Promise<void>;
};

function buildWeb(settings: Settings, processes: Processes): Promise<string> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  return processes.run({
    name: 'vite build',
    command: process.execPath,
    args: [
      vite,
      'build',
      join(settings.root, 'web'),
      '--outDir',
      join(settings.home, 'web'),
      '--emptyOutDir',
    ],
    cwd: settings.root,
    env: process.env,
    log: join(settings.home, 'logs', 'vite.log'),
  });
}

/**
 * Brings up the whole cell on this machine: OpenSearch, the AWS emulator, all stacks of infra/app.ts, the web, the
 * edge, demo tenants and users. Stops what it started when a step fails.
 * @throws LaunchError with one sentence that says what to do.
 */
export async function startStack(
  settings: Settings,
  processes: Processes,
  progress: Progress,
): Promise<RunningStack> {
  const known = readLocalFile(settings.home)?.users ?? [];
  await checkPorts(settings);
  if (!settings.keepState) forget(settings);

  const openSearchUrl = settings.openSearchUrl ?? `http://127.0.0.1:${settings.ports.openSearch}`;
  const python = progress.step(
    'Python environment',
    async () => (await installPython(settings, processes)).python,
  );
  const openSearch = progress.step('OpenSearch', () => startOpenSearch(settings, processes, python));
  const emulator = progress.step('AWS emulator', async () =>
    startEmulator(settings, processes, await python, openSearchUrl),
  );
  const web = progress.step('Web build', () => buildWeb(settings, processes));
  const assembly = progress.step('cdk synth', () =>
    synthesize(settings, processes, { openSearchUrl, vendorsUrl: vendorsUrl(settings) }),
  );
  const credentials = newVendorCredentials();
  const standins = progress.step('Vendor stand-ins', async () => {
    const [started] = await Promise.all([startVendors(settings, processes, credentials), emulator]);
    await registerVendors(settings, credentials);
    return started;
  });
  const [{ endpoint, exited }, search, vendors] = await Promise.all([
    emulator,
    openSearch,
    standins,
    web,
    assembly,
  ]);

  const outputs = await progress.step('cdk deploy', async (tell) => {
    const deployed = await deploy(settings, processes, tell);
    return { ...(await resourceNames(settings)), ...deployed };
  });
  const clientId = outputOf(outputs, 'UserPoolClientId');
  const auth = { endpoint, clientId, userPoolId: outputOf(outputs, 'UserPoolId') };
  const edge = createProxy({
    endpoint,
    ingest: { apiId: outputOf(outputs, 'IngestApiId'), stage: stageOf(outputOf(outputs, 'IngestApiUrl')) },
    controlApiId: outputOf(outputs, 'ControlApiId'),
    webDomain: outputOf(outputs, 'DistributionDomain'),
  });
  const address = `http://127.0.0.1:${settings.ports.edge}`;
  await progress.step('Web upload and edge', async () => {
    const s3 = new S3Client({ ...clientConfig(settings), forcePathStyle: true });
    const config = {
      stage: 'local',
      region,
      auth: { kind: 'cognito' as const, endpoint: signInPath, clientId },
    };
    await uploadWeb(s3, outputOf(outputs, 'WebBucketName'), join(settings.home, 'web'), config);
    s3.destroy();
    await listen(edge, settings.ports.edge);
  });
  const users = await progress.step('Demo tenants and users', async () => {
    const client = new CognitoIdentityProviderClient(clientConfig(settings));
    const done = await ensureDemo({ client, ...auth }, address, known);
    client.destroy();
    return done;
  });

  const facts: LocalFile = {
    web: address,
    api: address,
    openSearch: search.url,
    vendors: vendors.url,
    azure: credentials.microsoft,
    okta: credentials.okta,
    taxii: credentials.taxii,
    falcon: credentials.falcon,
    users,
    aws: { endpoint, region, accountId },
    auth,
    outputs,
  };
  writeLocalFile(settings.home, facts);
  const ended = [
    exited.then(() => 'AWS emulator'),
    vendors.exited.then(() => 'vendor stand-ins'),
    ...(search.exited ? [search.exited.then(() => 'OpenSearch')] : []),
  ];
  return {
    facts,
    broken: Promise.race(ended),
    async stop() {
      await close(edge);
      await processes.stopAll();
    },
  };
}

/** The stage is the path of a REST API's address. */
function stageOf(url: string): string {
  return new URL(url).pathname.replaceAll('/', '');
}

/** Removes what the stack of this home knows, and keeps what was installed. */
export function forget(settings: Settings): void {
  for (const name of ['state', 'opensearch', 'tmp', 'cdk.out', 'web', 'local.json']) {
    rmSync(join(settings.home, name), { recursive: true, force: true });
  }
}
