import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { DomainError } from '#shared/errors.ts';
import type { CustomerObjects } from '#shared/ports/customer-objects.ts';
import { externalIdOf, readerRoleArn } from '#shared/schema/object-notice.ts';

/** Compressed, on the wire; what it unzips to has a bound of its own (`pipeline/read-object.ts`). */
const MAX_BYTES = 50_000_000;

/** Shortest session that STS gives (AssumeRole, DurationSeconds): one object is read with it. */
const SESSION_SECONDS = 900;

/** Objects in customers' buckets, each read with the role that its source's owner made, and nothing else. */
export function makeCustomerObjects(
  sts: STSClient,
  /** The emulator has one host for all buckets. */
  options: { forcePathStyle: boolean },
): CustomerObjects {
  return {
    async get(notice) {
      const credentials = await assume(sts, notice);
      const s3 = new S3Client({ region: notice.region, credentials, ...options });
      try {
        const answer = await s3.send(new GetObjectCommand({ Bucket: notice.bucket, Key: notice.key }));
        if ((answer.ContentLength ?? 0) > MAX_BYTES) {
          throw new DomainError('payload_too_large', `larger than ${MAX_BYTES} bytes`);
        }
        return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw asRefusal(error);
      } finally {
        s3.destroy();
      }
    },
  };
}

async function assume(sts: STSClient, notice: Parameters<CustomerObjects['get']>[0]) {
  const command = new AssumeRoleCommand({
    RoleArn: readerRoleArn(notice),
    ExternalId: externalIdOf(notice.tenant_id, notice.source_id),
    RoleSessionName: `gatehouse-${notice.tenant_id}`,
    DurationSeconds: SESSION_SECONDS,
  });
  try {
    const { Credentials } = await sts.send(command);
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
  } catch (error) {
    throw asRefusal(error);
  }
}

const refusals = ['AccessDenied', 'AccessDeniedException', 'NoSuchKey', 'NoSuchBucket', 'NoSuchEntity'];

/** What the customer's account refuses is theirs to mend; anything else may be over in a minute. */
function asRefusal(error: unknown): unknown {
  return error instanceof Error && refusals.includes(error.name)
    ? new DomainError('forbidden', `the account that owns it answered ${error.name}`)
    : error;
}
