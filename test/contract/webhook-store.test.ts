import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { makeDynamoWebhookStore } from '#shared/aws/dynamo-webhook-store.ts';
import { makeKmsSecretBox } from '#shared/aws/kms-secret-box.ts';
import { WEBHOOK_SK, webhookPk } from '#shared/aws/names.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { WebhookSecret, WebhookStore } from '#shared/ports/webhook-store.ts';
import { buildAudit } from '../support/builders/audit.ts';
import { buildSource } from '../support/builders/source.ts';
import { rejection } from '../support/rejection.ts';
import { emulatorConfig, scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const AT = '2026-11-22T11:00:00.000Z';
const SECRET = 'a secret of GitHub and us';

describe('the store of webhooks’ secrets', () => {
  const scratch = scratchTables('sources', 'audit');
  let store: WebhookStore;
  beforeAll(async () => {
    const kms = new KMSClient(emulatorConfig());
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const box = makeKmsSecretBox(kms, { keyId: () => KeyMetadata?.KeyId ?? '', now: Date.now });
    const names = { sourcesTable: scratch.names.sources, auditTable: scratch.names.audit };
    store = makeDynamoWebhookStore(scratch.client, names, box);
  });

  const kept = async (sourceId: string): Promise<WebhookSecret> => {
    const webhook = { tenant_id: acme, source_id: sourceId, scheme: 'github', secret: SECRET } as const;
    await store.set(webhook, AT, buildAudit());
    return webhook;
  };
  const rowOf = async (sourceId: string) =>
    (
      await scratch.client.send(
        new GetCommand({
          TableName: scratch.names.sources,
          Key: { pk: webhookPk(sourceId), sk: WEBHOOK_SK },
        }),
      )
    ).Item;

  it('gives the secret back, and holds it encrypted', async () => {
    const webhook = await kept('source-a');
    expect(await store.find('source-a')).toEqual(webhook);
    expect(JSON.stringify(await rowOf('source-a'))).not.toContain(SECRET);
    expect(await store.find('source-of-nobody')).toBeNull();
  });

  it('takes a new secret in place of the old', async () => {
    const webhook = await kept('source-b');
    await store.set({ ...webhook, scheme: 'slack', secret: 'another secret' }, AT, buildAudit());
    expect(await store.find('source-b')).toMatchObject({ scheme: 'slack', secret: 'another secret' });
  });

  it('lets no tenant replace or remove another’s', async () => {
    const webhook = await kept('source-c');
    const theirs = store.set({ ...webhook, tenant_id: globex }, AT, buildAudit('globex'));
    expect((await rejection(theirs)).code).toBe('not_found');
    expect(await store.remove(globex, 'source-c', buildAudit('globex'))).toBe(false);
    expect(await store.find('source-c')).toEqual(webhook);
    expect(await store.remove(acme, 'source-c', buildAudit())).toBe(true);
    expect(await store.find('source-c')).toBeNull();
    expect(await store.remove(acme, 'source-c', buildAudit())).toBe(false);
  });

  it('does not open a secret that was copied to another source', async () => {
    await kept('source-d');
    const row = await rowOf('source-d');
    const copy = { ...row, pk: webhookPk('source-e'), source_id: 'source-e', tenant_id: globex };
    await scratch.client.send(new PutCommand({ TableName: scratch.names.sources, Item: copy }));
    await expect(store.find('source-e')).rejects.toThrow();
  });

  it('is emptied when the source is deleted', async () => {
    const names = { sourcesTable: scratch.names.sources, auditTable: scratch.names.audit };
    const sources = makeDynamoSourceStore(scratch.client, names);
    const source = buildSource();
    await sources.create(acme, source, buildAudit());
    await kept(source.source_id);
    await sources.remove(acme, source.source_id, buildAudit());
    expect(await store.find(source.source_id)).toBeNull();
  });
});
