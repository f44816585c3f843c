import { gunzipSync, gzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { forwardKey, forwardPrefix } from '#shared/aws/names.ts';
import { sha256, type TenantId } from '#shared/ids.ts';
import type { ForwardBacklog, HeldRows } from '#shared/ports/forward-store.ts';

const heldSchema = z.strictObject({
  tenant_id: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
  rows: z.array(z.record(z.string(), z.unknown())),
});

/** Held rows in the failure bucket, whose lifecycle ends what nobody mended. */
export function makeS3ForwardBacklog(
  s3: S3Client,
  { failuresBucket: Bucket }: { failuresBucket: string },
): ForwardBacklog {
  async function put(tenantId: TenantId, kind: 'held' | 'refused', held: HeldRows): Promise<void> {
    const hash = sha256(JSON.stringify(held.rows)).slice(0, 32);
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: forwardKey(tenantId, kind, held.at, hash),
        Body: gzipSync(JSON.stringify({ tenant_id: tenantId, ...held })),
        ContentType: 'application/gzip',
      }),
    );
  }
  const keyOf = (tenantId: TenantId, name: string): string => `${forwardPrefix(tenantId, 'held')}${name}`;

  return {
    hold: (tenantId, held) => put(tenantId, 'held', held),
    setAside: (tenantId, refused) => put(tenantId, 'refused', refused),
    async list(tenantId, limit) {
      const Prefix = forwardPrefix(tenantId, 'held');
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: limit }));
      return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key.slice(Prefix.length)]));
    },
    async read(tenantId, name) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: keyOf(tenantId, name) }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const { tenant_id, ...held } = heldSchema.parse(JSON.parse(gunzipSync(bytes).toString('utf8')));
      if (tenant_id !== tenantId) throw new Error('held rows lie under the prefix of another tenant');
      return held;
    },
    async drop(tenantId, name) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key: keyOf(tenantId, name) }));
    },
  };
}
