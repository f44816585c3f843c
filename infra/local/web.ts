import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};

export type WebConfig = {
  stage: string;
  region: string;
  auth: { kind: 'cognito'; endpoint: string; clientId: string };
};

/** Files whose name holds their hash never change; everything else is asked for again. */
export function cacheControl(key: string): string {
  return key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

export function contentType(key: string): string {
  return contentTypes[extname(key)] ?? 'application/octet-stream';
}

/** Makes the bucket hold exactly the built files and `config.json`; gives how many there are. */
export async function uploadWeb(
  s3: S3Client,
  bucket: string,
  folder: string,
  config: WebConfig,
): Promise<number> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const objects = new Map<string, Buffer>(
    files.map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file)]),
  );
  objects.set('config.json', Buffer.from(JSON.stringify(config)));
  for (const [key, body] of objects) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType(key),
        CacheControl: cacheControl(key),
      }),
    );
  }
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  const old = (listed.Contents ?? []).flatMap(({ Key }) => (Key && !objects.has(Key) ? [{ Key }] : []));
  if (old.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: old } }));
  return objects.size;
}
