import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';

/** Seals short secrets (up to 4,096 bytes: KMS Encrypt) so that a table holds them and only KMS opens them. */
export type SecretBox = {
  /** @returns base64. */
  seal(secret: string, context: Record<string, string>): Promise<string>;
  /** @throws when the context is not the one it was sealed with. */
  open(cipher: string, context: Record<string, string>): Promise<string>;
};

/** Opened secrets are kept in memory for this long: KMS bills every call, and a webhook may come every second. */
const KEEP_MS = 60_000;
const KEEP_MOST = 1_000;

export function makeKmsSecretBox(kms: KMSClient, options: { keyId: () => string; now(): number }): SecretBox {
  const opened = new Map<string, { secret: string; until: number }>();
  return {
    async seal(secret, context) {
      const answer = await kms.send(
        new EncryptCommand({
          KeyId: options.keyId(),
          Plaintext: Buffer.from(secret),
          EncryptionContext: context,
        }),
      );
      return Buffer.from(answer.CiphertextBlob ?? []).toString('base64');
    },
    async open(cipher, context) {
      const name = JSON.stringify([cipher, context]);
      const known = opened.get(name);
      if (known !== undefined && known.until > options.now()) return known.secret;
      const answer = await kms.send(
        new DecryptCommand({ CiphertextBlob: Buffer.from(cipher, 'base64'), EncryptionContext: context }),
      );
      const secret = Buffer.from(answer.Plaintext ?? []).toString('utf8');
      if (opened.size >= KEEP_MOST) opened.clear();
      opened.set(name, { secret, until: options.now() + KEEP_MS });
      return secret;
    },
  };
}
