import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { accountId, awsEnvironment, pathWithNode, region, withoutAws } from './emulator.ts';
import { LaunchError } from './launch-error.ts';
import type { Processes } from './processes.ts';
import type { Settings } from './settings.ts';

export const stackNames = ['gatehouse-local-data', 'gatehouse-local-app', 'gatehouse-local-web'] as const;

const finished = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE']);

export function clientConfig(settings: Settings) {
  return {
    endpoint: `http://127.0.0.1:${settings.ports.aws}`,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}

function cdk(settings: Settings, processes: Processes, name: string, log: string, args: readonly string[]) {
  return processes.run({
    name,
    command: process.execPath,
    args: [
      join(settings.root, 'node_modules/aws-cdk/bin/cdk'),
      ...args,
      '--no-color',
      '--ci',
      '--no-notices',
    ],
    cwd: settings.root,
    env: {
      ...withoutAws(process.env),
      ...awsEnvironment(settings),
      PATH: pathWithNode(settings),
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
    log: join(settings.home, 'logs', log),
  });
}

/** Where the app is synthesised to. */
export const assemblyPath = (settings: Settings) => join(settings.home, 'cdk.out');

/** Turns infra/app.ts into templates and assets; needs no emulator. */
export async function synthesize(
  settings: Settings,
  processes: Processes,
  urls: { openSearchUrl: string; vendorsUrl: string },
): Promise<void> {
  rmSync(assemblyPath(settings), { recursive: true, force: true });
  const { endpoint } = clientConfig(settings);
  const ingestUrl = `http://127.0.0.1:${settings.ports.edge}`;
  const values = { stage: 'local', ...urls, cognitoEndpoint: endpoint, ingestUrl };
  const context = Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = ['--output', assemblyPath(settings), '--quiet'];
  await cdk(settings, processes, 'cdk synth', 'cdk-synth.log', ['synth', ...context, ...output]);
}

/** Changes when a template changes; templates name their assets by the hash of what is in them. */
function assemblyHash(settings: Settings): string {
  const hash = createHash('sha256');
  const folder = assemblyPath(settings);
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.template.json'))
    .sort()) {
    hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}

async function describe(client: CloudFormationClient, name: string): Promise<Record<string, string> | null> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const stack = Stacks?.[0];
    if (!stack || !finished.has(stack.StackStatus ?? '')) return null;
    return Object.fromEntries(
      (stack.Outputs ?? []).map((one) => [one.OutputKey ?? '', one.OutputValue ?? '']),
    );
  } catch {
    return null;
  }
}

/** Deploys what is synthesised, unless the emulator already holds exactly that. Gives the outputs of all stacks. */
export async function deploy(
  settings: Settings,
  processes: Processes,
  tell: (detail: string) => void,
): Promise<Record<string, string>> {
  const client = new CloudFormationClient(clientConfig(settings));
  const stamp = join(settings.home, 'state', 'deployed');
  const hash = assemblyHash(settings);
  const describeAll = () => Promise.all(stackNames.map((name) => describe(client, name)));
  const before = await describeAll();
  const same =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && before.every((one) => one !== null);
  if (same) {
    tell('nothing changed');
  } else {
    const app = ['--app', assemblyPath(settings)];
    rmSync(stamp, { force: true });
    if ((await describe(client, 'CDKToolkit')) === null) {
      tell('bootstrap');
      const where = `aws://${accountId}/${region}`;
      await cdk(settings, processes, 'cdk bootstrap', 'cdk-bootstrap.log', ['bootstrap', where, ...app]);
    }
    tell('stacks');
    const how = ['--all', '--require-approval', 'never', '--method', 'direct', '--concurrency', '3'];
    await cdk(settings, processes, 'cdk deploy', 'cdk-deploy.log', ['deploy', ...how, ...app]);
    tell('all stacks');
  }
  const outputs = same ? before : await describeAll();
  if (outputs.some((one) => one === null)) {
    const log = join(settings.home, 'logs', 'cdk-deploy.log');
    throw new LaunchError(
      `The stacks are not complete after cdk deploy: read ${log}, then run npm run reset.`,
    );
  }
  writeFileSync(stamp, hash);
  client.destroy();
  return Object.assign({}, ...outputs);
}

/** `ARCHIVE_BUCKET` becomes `ArchiveBucketName`, as an output of that name would be. */
function outputName(variable: string): string {
  const words = variable.toLowerCase().split('_');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Name`;
}

/** Physical names of tables, streams and buckets, as the functions are told by their environment. */
export async function resourceNames(settings: Settings): Promise<Record<string, string>> {
  const client = new LambdaClient(clientConfig(settings));
  const names: Record<string, string> = {};
  for await (const page of paginateListFunctions({ client }, {})) {
    for (const { Environment } of page.Functions ?? []) {
      for (const [variable, value] of Object.entries(Environment?.Variables ?? {})) {
        if (/_(TABLE|STREAM|BUCKET)$/.test(variable)) names[outputName(variable)] = value;
      }
    }
  }
  client.destroy();
  return names;
}

/** @throws LaunchError when the deployed stacks do not say what the launcher needs. */
export function outputOf(outputs: Readonly<Record<string, string>>, name: string): string {
  const value = outputs[name];
  if (!value)
    throw new LaunchError(`The stacks have no output ${name}: infra/stacks and infra/local disagree.`);
  return value;
}
