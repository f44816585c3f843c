import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, inject, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { s3Feed } from '#shared/snippets/aws-feeds.ts';
import { archivedEvents, s3Of } from '../support/archived-events.ts';
import { buildFeed } from '../support/build-feed.ts';
import { call, eventually, operatorToken, unique } from '../support/cell.ts';
import {
  arrivedNumbers,
  numbered,
  oneTo,
  type SenderTenant,
  senderTenant,
} from '../support/numbered-events.ts';

const COUNT = 50;

async function asOperator({ code }: SenderTenant) {
  return { token: await operatorToken(), headers: { 'x-tenant-id': code } };
}

describe('a webhook that its vendor signs', () => {
  test('is taken without a token while its signature holds and the source keeps the secret', async () => {
    const tenant = await senderTenant();
    const where = `/api/v1/sources/${tenant.sourceId}/signature`;
    const operator = await asOperator(tenant);
    const made = await call({ method: 'POST', path: where, body: { scheme: 'github' }, ...operator });
    const { secret, path } = made.json as { secret: string; path: string };
    expect([made.status, secret.length >= 32, path]).toEqual([
      200,
      true,
      `/v1/ingest/raw/${tenant.sourceId}`,
    ]);

    const push = (raw: string, signature: string) =>
      call({ method: 'POST', path, raw, headers: { 'x-hub-signature-256': `sha256=${signature}` } });
    const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
    const event = JSON.stringify({
      '@timestamp': '2026-11-22T10:00:00Z',
      message: numbered(tenant.marker, 1),
    });
    expect((await push(event, sign(`${event} `))).status).toBe(401);
    expect((await push(event, sign(event))).status).toBe(202);
    expect((await push(event, sign(event))).status).toBe(202);
    expect(await arrivedNumbers(tenant, 1)).toEqual([1]);

    expect((await call({ method: 'DELETE', path: where, ...operator })).status).toBe(204);
    expect((await push(event, sign(event))).status).toBe(401);
  });
});

describe('a bucket of a customer, whose stack is the template that we give out', () => {
  const { aws, api } = inject('stack');
  const s3 = s3Of(inject('stack'));

  const records = (marker: string) =>
    oneTo(COUNT).map((number) => ({
      eventVersion: '1.11',
      eventTime: '2026-11-22T10:00:00Z',
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      awsRegion: aws.region,
      sourceIPAddress: '203.0.113.7',
      userIdentity: { type: 'IAMUser', userName: 'alice' },
      userAgent: numbered(marker, number),
      eventID: `e-${marker}-${number}`,
      recipientAccountId: '111122223333',
    }));

  test('has each record of a new object arrive once, also when the object is told of twice', async () => {
    const tenant = await senderTenant('aws-cloudtrail');
    const Bucket = unique('trail').toLowerCase();
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    const { text } = s3Feed({
      url: api,
      token: tenant.token,
      sourceId: tenant.sourceId,
      connector: 'aws-cloudtrail',
      tenantId: tenantIdSchema.parse(tenant.code),
      cellAccount: '000000000000',
    });
    await buildFeed(text, { Token: tenant.token, BucketName: Bucket });

    const Body = gzipSync(JSON.stringify({ Records: records(tenant.marker) }));
    const put = () => s3.send(new PutObjectCommand({ Bucket, Key: 'AWSLogs/1/CloudTrail/x.json.gz', Body }));
    await put();
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));

    const marker = unique('second');
    const Second = gzipSync(JSON.stringify({ Records: records(marker) }));
    await put();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'AWSLogs/1/CloudTrail/y.json.gz', Body: Second }));
    await arrivedNumbers({ ...tenant, marker }, COUNT);
    const ids = (await archivedEvents(inject('stack'), tenant.code)).map(({ event }) => event.event_id);
    expect(new Set(ids).size).toBe(2 * COUNT);
  });

  test('that does not let us read shows it on the source’s health', async () => {
    const tenant = await senderTenant('aws-cloudtrail');
    const notice = {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      account: '000000000000',
      region: aws.region,
      time: '2026-11-22T10:00:00Z',
      detail: { bucket: { name: 'no-such-bucket-here' }, object: { key: 'x.json.gz' } },
    };
    const path = `/v1/ingest/s3/${tenant.sourceId}`;
    const answer = await call({ method: 'POST', path, token: tenant.token, body: notice });
    expect(answer.json).toMatchObject({ accepted: 1 });
    const operator = await asOperator(tenant);
    const health = await eventually(async () => {
      const { json } = await call({ path: `/api/v1/sources/${tenant.sourceId}/health`, ...operator });
      const found = json as { failed: number; last_failure_reason: string };
      return found.failed > 0 ? found : null;
    }, 'the failure on the source’s health');
    expect(health.last_failure_reason).toContain('the object could not be read');
  });
});
