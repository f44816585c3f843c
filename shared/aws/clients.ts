import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { once } from '#shared/once.ts';

/**
 * One client of each service per Lambda sandbox, made on first use. Region, credentials and (locally) the emulator's
 * address come from the SDK's own environment variables.
 */

/** Milliseconds. A connection inside a region takes single digits; a request that hangs is better tried again. */
const CONNECTION_TIMEOUT = 1_500;
const REQUEST_TIMEOUT = 8_000;
/** S3 bodies and Kinesis batches of up to 5 MB. */
const LARGE_REQUEST_TIMEOUT = 20_000;

/** HTTP/1.1 with keep-alive for every service, Kinesis too: its default is HTTP/2, which the emulator cuts off after a while. */
const handler = (requestTimeout: number): NodeHttpHandler =>
  new NodeHttpHandler({
    connectionTimeout: CONNECTION_TIMEOUT,
    requestTimeout,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: 100 },
    httpsAgent: { keepAlive: true, maxSockets: 100 },
  });

/** Standard and not adaptive: adaptive slows the whole sandbox down when one tenant's partition is throttled. */
const retries = { retryMode: 'standard', maxAttempts: 4 } as const;

/** Wraps a DynamoDB client the way all stores expect: `undefined` fields are left out. */
export const documentClient = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });

export const dynamo = once(() =>
  documentClient(
    new DynamoDBClient({
      ...retries,
      requestHandler: handler(REQUEST_TIMEOUT),
    }),
  ),
);

export const kinesis = once(
  () =>
    new KinesisClient({
      ...retries,
      requestHandler: handler(LARGE_REQUEST_TIMEOUT),
    }),
);

export const s3 = once(
  () =>
    new S3Client({
      ...retries,
      requestHandler: handler(LARGE_REQUEST_TIMEOUT),
      // The emulator has one host for all buckets.
      forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
    }),
);

export const secretsManager = once(
  () => new SecretsManagerClient({ ...retries, requestHandler: handler(REQUEST_TIMEOUT) }),
);
export const sts = once(() => new STSClient({ ...retries, requestHandler: handler(REQUEST_TIMEOUT) }));

export const kms = once(() => new KMSClient({ ...retries, requestHandler: handler(REQUEST_TIMEOUT) }));

export const lambda = once(() => new LambdaClient({ ...retries, requestHandler: handler(REQUEST_TIMEOUT) }));

export const cognito = once(
  () => new CognitoIdentityProviderClient({ ...retries, requestHandler: handler(REQUEST_TIMEOUT) }),
);

export const sfn = once(() => new SFNClient({ ...retries, requestHandler: handler(REQUEST_TIMEOUT) }));
