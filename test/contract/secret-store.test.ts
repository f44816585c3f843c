import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { makeSecretsManagerStore } from '#shared/aws/secrets-manager.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';
import { unique } from '../support/cell.ts';
import { memorySecrets } from '../support/memory-journal.ts';
import { emulatorConfig } from '../support/scratch.ts';

const [acme, beta] = ['acme', 'beta'].map((code) => tenantIdSchema.parse(code)) as [never, never];

describe.each([
  [
    'Secrets Manager',
    () =>
      makeSecretsManagerStore(new SecretsManagerClient(emulatorConfig()), {
        stage: 'scratch',
        keyArn: 'alias/aws/secretsmanager',
      }),
  ],
  ['memory', () => memorySecrets(new Map())],
] as const)('the secret store in %s', (_, make) => {
  let made: SecretStore | undefined;
  const store = (): SecretStore => {
    made ??= make();
    return made;
  };

  it('gives a tenant its own secrets and no other’s, by name', async () => {
    const name = unique('secret');
    expect(await store().get(acme, name)).toBeNull();
    await store().put(acme, name, 'one');
    await store().put(acme, name, 'two');
    expect(await store().get(acme, name)).toBe('two');
    expect(await store().get(beta, name)).toBeNull();
  });

  it('forgets a secret, and lets its name be used again at once', async () => {
    const name = unique('secret');
    await store().remove(acme, name);
    await store().put(acme, name, 'one');
    await store().remove(acme, name);
    expect(await store().get(acme, name)).toBeNull();
    await store().put(acme, name, 'three');
    expect(await store().get(acme, name)).toBe('three');
  });
});
