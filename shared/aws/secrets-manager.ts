import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { isPassing } from '#shared/aws/dynamo-errors.ts';
import { secretPath } from '#shared/aws/names.ts';
import { DomainError } from '#shared/errors.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';

/**
 * Secrets Manager. A tenant's secrets lie under a prefix of the stage and the tenant; a policy can name each side.
 * `keyArn` encrypts what is created here.
 */
export function makeSecretsManagerStore(
  client: SecretsManagerClient,
  { stage, keyArn }: { stage: string; keyArn: string },
): SecretStore {
  return {
    async get(tenantId, name) {
      try {
        const command = new GetSecretValueCommand({ SecretId: secretPath(stage, tenantId, name) });
        return (await answered(client.send(command))).SecretString ?? null;
      } catch (error) {
        if (isGone(error)) return null;
        throw error;
      }
    },
    async put(tenantId, name, value) {
      const SecretId = secretPath(stage, tenantId, name);
      try {
        await answered(client.send(new PutSecretValueCommand({ SecretId, SecretString: value })));
      } catch (error) {
        if (!isGone(error)) throw error;
        await create(client, SecretId, value, keyArn);
      }
    },
    async remove(tenantId, name) {
      const command = new DeleteSecretCommand({
        SecretId: secretPath(stage, tenantId, name),
        // A name in its recovery window can't be used again, and a customer may come back within it.
        ForceDeleteWithoutRecovery: true,
      });
      try {
        await answered(client.send(command));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}

/** @throws DomainError `unavailable` when Secrets Manager can't answer now; everything else as it came. */
async function answered<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!isPassing(error)) throw error;
    throw new DomainError('unavailable', 'The secret store does not answer now; try again in a moment.');
  }
}

/** Two that create at once: the second gives the first one's secret its value. */
async function create(
  client: SecretsManagerClient,
  Name: string,
  value: string,
  KmsKeyId: string,
): Promise<void> {
  try {
    await answered(client.send(new CreateSecretCommand({ Name, SecretString: value, KmsKeyId })));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    await answered(client.send(new PutSecretValueCommand({ SecretId: Name, SecretString: value })));
  }
}

/** A secret that waits for its deletion counts as gone: it is answered with "invalid request". */
function isGone(error: unknown): boolean {
  if (error instanceof ResourceNotFoundException) return true;
  const { name, message } = error as { name?: string; message?: string };
  return name === 'InvalidRequestException' && /marked for deletion/i.test(message ?? '');
}
