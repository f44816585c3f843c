import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { makeCustomerObjects } from '#shared/aws/customer-objects.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { externalIdOf, objectNoticeSchema } from '#shared/schema/object-notice.ts';
import { rejection } from '../../support/rejection.ts';

const sts = mockClient(STSClient);
const s3 = mockClient(S3Client);
beforeEach(() => {
  sts.reset();
  s3.reset();
  sts.on(AssumeRoleCommand).resolves({
    Credentials: { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(0) },
  });
});

const acme = tenantIdSchema.parse('acme');
const notice = objectNoticeSchema.parse({
  tenant_id: acme,
  source_id: 'source-1',
  connector: 'auto',
  request_id: 'r',
  account: '111122223333',
  region: 'eu-west-1',
  bucket: 'trail',
  key: 'k',
  created_at: '2026-11-22T09:59:00.000Z',
});
const get = () =>
  makeCustomerObjects(new STSClient({ region: 'eu-west-1' }), { forcePathStyle: true }).get(notice);
const named = (name: string) => Object.assign(new Error(name), { name });

test('an object is read by the source’s own role, with the external id that is the source’s alone', async () => {
  s3.on(GetObjectCommand).resolves({ Body: { transformToByteArray: async () => Buffer.from('x') } as never });
  expect(Buffer.from(await get()).toString()).toBe('x');
  expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toMatchObject({
    RoleArn: 'arn:aws:iam::111122223333:role/gatehouse/source-1',
    ExternalId: externalIdOf(acme, 'source-1'),
  });
  const others = [externalIdOf(tenantIdSchema.parse('globex'), 'source-1'), externalIdOf(acme, 'source-2')];
  expect(others).not.toContain(externalIdOf(acme, 'source-1'));
});

test('what the owner’s account refuses is told from what may pass', async () => {
  s3.on(GetObjectCommand).rejects(named('AccessDenied'));
  expect((await rejection(get())).code).toBe('forbidden');
  s3.on(GetObjectCommand).rejects(named('SlowDown'));
  expect(await get().catch((error: Error) => error.name)).toBe('SlowDown');
  sts.on(AssumeRoleCommand).rejects(named('AccessDenied'));
  expect((await rejection(get())).code).toBe('forbidden');
});

test('an object that is too large is not fetched', async () => {
  s3.on(GetObjectCommand).resolves({ ContentLength: 50_000_001 });
  expect((await rejection(get())).code).toBe('payload_too_large');
});
