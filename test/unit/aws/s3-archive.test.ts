import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeS3Archive } from '#shared/aws/s3-archive.ts';
import { tenantIdSchema } from '#shared/ids.ts';

const acme = tenantIdSchema.parse('acme');
const mock = mockClient(S3Client);
beforeEach(() => mock.reset());

const region = 'eu-west-1';
const archive = makeS3Archive(
  new S3Client({ region }),
  DynamoDBDocumentClient.from(new DynamoDBClient({ region })),
  {
    archiveBucket: 'archive',
    failuresBucket: 'failures',
  },
);

describe('a record that no tenant can be told of', () => {
  test.each([
    ['half a character', `Unexpected token '\ud83d'`],
    ['any length', '\u4f60'.repeat(5_000)],
    ['half a character at the cut', `${'x'.repeat(199)}😀`],
  ])('is kept with a reason of %s, within the 2 KB of S3 metadata', async (_name, reason) => {
    mock.on(PutObjectCommand).resolves({});
    await archive.failUnreadable('raw', '49', new Uint8Array([1, 2]), reason);
    const input = mock.commandCalls(PutObjectCommand)[0]?.args[0].input;
    expect(input).toMatchObject({
      Bucket: 'failures',
      Key: '_unreadable/raw/49',
      Body: new Uint8Array([1, 2]),
    });
    const kept = input?.Metadata?.reason ?? '';
    expect(kept).toMatch(/^[\x20-\x7e]+$/);
    expect(kept.length).toBeLessThan(2_000);
    expect(reason.toWellFormed().startsWith(decodeURIComponent(kept).slice(0, 150))).toBe(true);
  });
});

describe('dropping what is expired', () => {
  const before = new Date('2026-11-22T10:30:00.000Z');
  const expired = ['acme/2025/12/31/23/p.json.gz', 'acme/2026/11/22/09/p.json.gz'];
  const kept = ['acme/2026/11/22/10/p.json.gz', 'acme/2026/11/22/11/p.json.gz'];

  test('deletes hours that are wholly past, page by page, and only of the tenant', async () => {
    const pages = [[...expired, ...kept], kept];
    mock
      .on(ListObjectsV2Command)
      .callsFake(() => ({ Contents: (pages.shift() ?? []).map((Key) => ({ Key })) }));
    mock.on(DeleteObjectsCommand).resolves({});
    expect(await archive.dropExpired(acme, before)).toBe(2);
    expect(mock.commandCalls(ListObjectsV2Command)[0]?.args[0].input).toEqual({
      Bucket: 'archive',
      Prefix: 'acme/',
    });
    const [call, ...more] = mock.commandCalls(DeleteObjectsCommand);
    expect(call?.args[0].input.Delete?.Objects).toEqual(expired.map((Key) => ({ Key })));
    expect(more).toEqual([]);
  });

  test('says so when S3 keeps an object', async () => {
    mock.on(ListObjectsV2Command).resolves({ Contents: expired.map((Key) => ({ Key })) });
    mock.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: expired[0], Code: 'AccessDenied' }] });
    await expect(archive.dropExpired(acme, before)).rejects.toThrow('AccessDenied');
  });

  test('of a tenant without objects is nothing', async () => {
    mock.on(ListObjectsV2Command).resolves({});
    expect(await archive.dropExpired(acme, before)).toBe(0);
  });
});
