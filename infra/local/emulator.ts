import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Processes } from './processes.ts';
import type { Settings } from './settings.ts';
import { answers, waitFor } from './wait.ts';

export const region = 'eu-west-1';
export const accountId = '000000000000';

/** What an AWS client needs to reach the emulator; it accepts any key. */
export function awsEnvironment(settings: Settings): Record<string, string> {
  const endpoint = `http://127.0.0.1:${settings.ports.aws}`;
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: accountId,
    CDK_DEFAULT_REGION: region,
  };
}

/** PATH on which `node` is the pinned Node 24: the emulator runs the Lambdas with it. */
export function pathWithNode(settings: Settings): string {
  const node = dirname(process.execPath);
  return [node, join(settings.root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
}

/** Starts MiniStack on 127.0.0.1 and waits until it is ready. It writes its state when it is asked to end. */
export async function startEmulator(
  settings: Settings,
  processes: Processes,
  python: string,
  openSearchUrl: string,
): Promise<{ endpoint: string; exited: Promise<void> }> {
  const endpoint = `http://127.0.0.1:${settings.ports.aws}`;
  const temporary = join(settings.home, 'tmp');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  // The emulator writes its CommonJS workers below here; without this they would count as this package's ES modules.
  writeFileSync(join(temporary, 'package.json'), '{ "type": "commonjs" }\n');
  const state = join(settings.home, 'state');
  const log = join(settings.home, 'logs', 'emulator.log');
  const { exited } = processes.start({
    name: 'AWS emulator',
    command: python,
    args: [join(settings.root, 'infra/local/emulator.py'), settings.home],
    cwd: temporary,
    env: {
      ...withoutAws(process.env),
      PATH: pathWithNode(settings),
      TMPDIR: temporary,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(settings.ports.aws),
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: accountId,
      MINISTACK_OPENSEARCH_ENDPOINT: openSearchUrl.replace(/^http:\/\//, ''),
      PERSIST_STATE: settings.keepState ? '1' : '0',
      S3_PERSIST: settings.keepState ? '1' : '0',
      STATE_DIR: join(state, 'services'),
      S3_DATA_DIR: join(state, 's3'),
      LAMBDA_EXECUTOR: 'local',
      // Its own default follows the machine's memory and lets hundreds of Node processes start at once.
      LAMBDA_ACCOUNT_CONCURRENCY: '48',
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      DOCKER_HOST: `unix://${join(temporary, 'no-docker')}`,
      NODE_PATH: join(settings.root, 'node_modules'),
    },
    log,
    graceMs: 60_000,
  });
  await waitFor(
    `The AWS emulator (see ${log})`,
    60_000,
    () => answers(`${endpoint}/_ministack/ready`),
    exited,
  );
  return { endpoint, exited };
}

/** The developer's own AWS profile and keys must never reach the emulator's Lambdas or the local deployment. */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('AWS_') || name === 'AWS_CA_BUNDLE'),
  );
}
