import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Cell } from '../config.ts';

export type PrivateBucketProps = {
  cell: Cell;
  /** The cell's key; without it S3's own keys, for what is public anyway or written by services that know no other. */
  key?: IKey;
  accessLogs?: { bucket: IBucket; prefix: string };
  versioned?: boolean;
  lifecycle: LifecycleRule[];
  /** CloudFront's standard logs are written through an ACL, which needs this. */
  acceptsAcls?: boolean;
};

/** A bucket that nobody outside reads, over TLS only. */
export class PrivateBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    // Under exactOptionalPropertyTypes the class does not fit its own interface (`policy?`), hence the cast.
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: props.acceptsAcls
        ? ObjectOwnership.BUCKET_OWNER_PREFERRED
        : ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: props.versioned ?? false,
      lifecycleRules: props.lifecycle,
      removalPolicy: props.cell.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(props.key
        ? { encryption: BucketEncryption.KMS, encryptionKey: props.key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      ...(props.accessLogs
        ? { serverAccessLogsBucket: props.accessLogs.bucket, serverAccessLogsPrefix: props.accessLogs.prefix }
        : {}),
    }) as IBucket;
  }
}
