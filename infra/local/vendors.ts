import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { makeSecretsManagerStore } from '#shared/aws/secrets-manager.ts';
import { PLATFORM_TENANT } from '#shared/ids.ts';
import { rehearsalSecrets } from '../config.ts';
import { clientConfig } from './deploy.ts';
import type { LocalFile } from './local-file.ts';
import type { Processes } from './processes.ts';
import type { Settings } from './settings.ts';
import { newPassword } from './users.ts';
import { answers, waitFor } from './wait.ts';

type SystemName = keyof typeof rehearsalSecrets;

/** Of the operator's systems, and of the app registration that a customer would make in Azure. */
export type VendorCredentials = Record<SystemName, Record<string, string>> & {
  microsoft: LocalFile['azure'];
  okta: LocalFile['okta'];
  taxii: LocalFile['taxii'];
  falcon: LocalFile['falcon'];
};

export const vendorsUrl = (settings: Settings): string => `http://127.0.0.1:${settings.ports.vendors}`;

/** Chosen anew at each start: nothing but this machine's stand-ins takes them. */
export function newVendorCredentials(): VendorCredentials {
  const account = (username: string) => ({ username, password: newPassword() });
  return {
    graylog: { token: randomBytes(24).toString('hex') },
    wazuh: account('gatehouse'),
    opensearch: account('gatehouse'),
    grafana: account('gatehouse'),
    okta: { token: randomBytes(24).toString('hex') },
    taxii: { username: 'reader', password: newPassword() },
    falcon: { client_id: randomBytes(16).toString('hex'), client_secret: newPassword() },
    microsoft: {
      azure_tenant_id: randomUUID(),
      client_id: randomUUID(),
      client_secret: newPassword(),
      subscription_id: randomUUID(),
    },
  };
}

/** Starts the stand-ins for other people's systems, by their path: they are no part of the product. */
export async function startVendors(
  settings: Settings,
  processes: Processes,
  credentials: VendorCredentials,
): Promise<{ url: string; exited: Promise<void> }> {
  const url = vendorsUrl(settings);
  const log = join(settings.home, 'logs', 'vendors.log');
  const { exited } = processes.start({
    name: 'vendor stand-ins',
    command: process.execPath,
    args: [join(settings.root, 'test', 'standins', 'main.ts')],
    cwd: settings.root,
    env: {
      ...process.env,
      GATEHOUSE_VENDORS_PORT: String(settings.ports.vendors),
      STANDIN_CREDENTIALS: JSON.stringify(credentials),
    },
    log,
    graceMs: 5_000,
  });
  await waitFor(`The vendor stand-ins (see ${log})`, 30_000, () => answers(`${url}/_control/ready`), exited);
  return { url, exited };
}

/** Gives the cell the credentials of the stand-ins, as an operator gives it those of the real systems. */
export async function registerVendors(settings: Settings, credentials: VendorCredentials): Promise<void> {
  const client = new SecretsManagerClient(clientConfig(settings));
  const store = makeSecretsManagerStore(client, { stage: 'local', keyArn: 'alias/aws/secretsmanager' });
  for (const [system, name] of Object.entries(rehearsalSecrets)) {
    await store.put(PLATFORM_TENANT, name, JSON.stringify(credentials[system as SystemName]));
  }
  client.destroy();
}
